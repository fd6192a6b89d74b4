/** Text in both languages. */
export interface Text {
  zh: string;
  en: string;
}

export type Language = "zh" | "en";
export type Theme = "light" | "dark" | "contrast";
export type Kind = "dc" | "ac" | "swap";
/** Latitude and longitude in degrees, WGS-84. */
export type Position = [latitude: number, longitude: number];

/** Which stations are shown; all of it holds at once. */
export interface Filter {
  /** With this power or more, in kW. */
  power?: 7 | 30 | 60 | 120 | 250;
  /** Of one of these kinds. */
  kinds?: Kind[];
  /** With a connector reported free, where the site knows that. */
  free?: boolean;
  /** Open now, as far as is known. */
  open?: boolean;
  /** Open day and night. */
  always?: boolean;
}

export interface ReadyDetail {
  /** `list` where no map can run. */
  shows: "map" | "list";
}

export interface SelectDetail {
  /** Id of the station; null when none is looked at any more. */
  station: string | null;
  name: Text | null;
}

/** Not told of a trip from or to the driver's position, nor after the frame has learnt that. */
export interface PlanDetail {
  minutes: number;
  kilometres: number;
  /** How many times one charges on the way. */
  stops: number;
}

export interface ResizeDetail {
  /** The height that the frame would like, in pixels. */
  height: number;
}

export type YiluMapEventMap = Omit<HTMLElementEventMap, "select" | "resize"> & {
  ready: CustomEvent<ReadyDetail>;
  select: CustomEvent<SelectDetail>;
  plan: CustomEvent<PlanDetail>;
  resize: CustomEvent<ResizeDetail>;
};

/** `<yilu-map>`: a map of charging stations in a sandboxed frame. */
export class YiluMap extends HTMLElement {
  /** Shows a station by its id, or a part of the map; without either, gives the frame the focus. */
  focus(target?: string | Position | { center: Position; zoom?: number } | FocusOptions): void;
  /** Shows only some stations; all with null. */
  setFilter(filter: Filter | string | null): void;
  /** Offers a trip to a station by its id, or to a position. The driver says whether it is planned. */
  planTo(target: string | Position): void;
  addEventListener<Type extends keyof YiluMapEventMap>(
    type: Type,
    listener: (this: YiluMap, event: YiluMapEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof YiluMapEventMap>(
    type: Type,
    listener: (this: YiluMap, event: YiluMapEventMap[Type]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "yilu-map": YiluMap;
  }
}
