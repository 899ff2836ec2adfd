export { type ExplainReorderInput, explainReorder } from './explain-reorder.ts';
export { exportPurchaseOrder, type PurchaseOrderInput } from './export-purchase-order.ts';
export { type ExportReorderInput, exportReorder } from './export-reorder.ts';
export { listReorder, type ReorderListInput } from './list-reorder.ts';
export { listSuppliers } from './list-suppliers.ts';
export { recomputeReorder } from './recompute-reorder.ts';
export { undoReorderEdit } from './undo-reorder-edit.ts';
export { updateReorder } from './update-reorder.ts';
