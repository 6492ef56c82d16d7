/** Keys that belong to an input method. Pure. */

/** Whether an input method has the key: Safari ends its composition before the press that ended it. @param {{ isComposing?: boolean, keyCode?: number }} press */
export const isInputMethods = (press) => Boolean(press.isComposing) || press.keyCode === 229;
