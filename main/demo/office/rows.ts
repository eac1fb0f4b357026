// The rows of the office's tables, column by column as schema.ts declares them. Amounts are numbers with two decimals.

import type { OrderStatus } from '../schema.ts';
import type { Trade } from '../words/trades.ts';

/** A row of `customers`. */
export type Customer = {
  readonly number: string;
  readonly name: string;
  readonly kind: string;
  readonly contact: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly country: string;
  readonly payment_days: number | null;
  readonly discount_percent: number | null;
  readonly credit_limit: number | null;
  readonly customer_since: string | null;
  readonly active: number;
  readonly notes: string | null;
  readonly updated: string | null;
};

/** A row of `sites`. */
export type Site = {
  readonly number: string;
  readonly name: string;
  readonly customer: string;
  readonly parent_site: string | null;
  readonly address: string;
  readonly contact: string | null;
  readonly phone: string | null;
  readonly access_code: string | null;
  readonly opening_hours: string | null;
  readonly energy: string | null;
  readonly built: number | null;
  readonly area_m2: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly notes: string | null;
  readonly updated: string | null;
};

/** A row of `technicians`. */
export type Technician = {
  readonly login: string;
  readonly personnel_number: number;
  readonly name: string;
  readonly trade: Trade;
  readonly phone: string | null;
  readonly email: string | null;
  readonly van: string | null;
  readonly hired: string | null;
  readonly day_starts: string | null;
  readonly day_ends: string | null;
  readonly hourly_rate: number | null;
  readonly active: number;
};

/** A row of `technician_skills`. */
export type TechnicianSkill = { readonly technician: string; readonly skill: string };

/** A row of `products`. */
export type Product = {
  readonly id: number;
  readonly article_no: string;
  readonly ean: number | null;
  readonly name: string;
  readonly category: string;
  readonly unit: string;
  readonly price: number;
  readonly cost: number | null;
  readonly weight_kg: number | null;
  readonly stock: number;
  readonly min_stock: number | null;
  readonly shelf: string | null;
  readonly discontinued: number;
  readonly updated: string | null;
};

/** A row of `work_orders`. */
export type WorkOrder = {
  readonly number: string;
  readonly title: string;
  readonly site: string;
  readonly customer: string;
  readonly technician: string | null;
  readonly status: OrderStatus;
  readonly priority: number;
  readonly trade: Trade;
  readonly start: string | null;
  readonly due: string | null;
  readonly hours_planned: number | null;
  readonly amount: number | null;
  readonly notes: string | null;
  readonly contact: string | null;
  readonly site_phone: string | null;
  readonly access_code: string | null;
  readonly signed: number;
  readonly created: string;
  readonly updated: string | null;
};

/** A row of `work_order_lines`. */
export type WorkOrderLine = {
  readonly work_order: string;
  readonly line_no: number;
  readonly product: number | null;
  readonly description: string;
  readonly quantity: number;
  readonly unit: string;
  readonly price: number;
  readonly discount_percent: number | null;
  readonly done: number;
};

/** A row of `bookings`. */
export type Booking = {
  readonly id: string;
  readonly number: string | null;
  readonly work_order: string;
  readonly technician: string;
  readonly start: string;
  readonly finish: string;
  readonly travel_km: number | null;
  readonly confirmed: number;
  readonly note: string | null;
};

/** A row of `stock_movements`. */
export type StockMovement = {
  readonly id: number;
  readonly product: number;
  readonly technician: string | null;
  readonly work_order: string | null;
  readonly moved: string;
  readonly quantity: number;
  readonly reason: string;
};

/** A row of `site_photos`. */
export type SitePhoto = {
  readonly site: string;
  readonly position: number;
  readonly title: string;
  readonly taken: string | null;
  readonly width: number;
  readonly height: number;
  readonly picture: Uint8Array;
};
