/** Stands for what a browser has no use for. */
export default {};
