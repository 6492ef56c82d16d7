// The part of calendar.js that is used here; all options are on the library's own page.
export type CalendarEvent = { id: string; title: string; start: string; end: string; classNames?: string[]; extendedProps?: object };
export type Shown = { id: string; title: string; start: Date; end: Date };
export type Calendar = { setOption(name: string, value: unknown): Calendar };
export const Interaction: object;
export const List: object;
export const TimeGrid: object;
export function createCalendar(target: HTMLElement, plugins: object[], options: Record<string, unknown>): Calendar;
export function destroyCalendar(calendar: Calendar): Promise<void>;
