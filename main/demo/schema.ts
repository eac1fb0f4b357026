// The tables of the sample office as SQL, parents before children, with only the declared types that the wire knows (W-203).

/** The hub's tables, parents before children. */
export const officeTables = [
  'customers',
  'sites',
  'technicians',
  'technician_skills',
  'products',
  'work_orders',
  'work_order_lines',
  'bookings',
  'stock_movements',
  'site_photos',
] as const;

/** The name of a table of the office. */
export type OfficeTable = (typeof officeTables)[number];

/** The way of a work order. */
export const orderStatuses = ['New', 'Scheduled', 'In progress', 'On hold', 'Done', 'Invoiced'] as const;

/** The status of a work order. */
export type OrderStatus = (typeof orderStatuses)[number];

const customers = `
create table customers (
  number varchar(8) not null primary key,
  name varchar(80) not null,
  kind varchar(20) not null,
  contact varchar(60),
  phone varchar(40) constraint phone_length check (length(phone) <= 20),
  email varchar(80),
  address varchar(120),
  country varchar(2) not null,
  payment_days smallint,
  discount_percent decimal(5,2) constraint discount_range check (discount_percent between 0 and 40),
  credit_limit decimal(12,2),
  customer_since date,
  active bit not null,
  notes text,
  updated datetime
)`;

const sites = `
create table sites (
  number varchar(8) not null primary key,
  name varchar(80) not null,
  customer varchar(8) not null references customers (number),
  parent_site varchar(8) references sites (number),
  address varchar(120) not null,
  contact varchar(60),
  phone varchar(40),
  access_code varchar(12),
  opening_hours varchar(60),
  energy varchar(20),
  built smallint,
  area_m2 real,
  latitude real,
  longitude real,
  notes text,
  updated datetime
);
create index sites_customer on sites (customer);
create index sites_parent on sites (parent_site)`;

const technicians = `
create table technicians (
  login varchar(30) not null primary key,
  personnel_number integer not null constraint personnel_number_unique unique,
  name varchar(60) not null,
  trade varchar(20) not null,
  phone varchar(40),
  email varchar(80),
  van varchar(12),
  hired date,
  day_starts time,
  day_ends time,
  hourly_rate decimal(6,2),
  active bit not null
);
create table technician_skills (
  technician varchar(30) not null references technicians (login),
  skill varchar(40) not null,
  primary key (technician, skill)
)`;

const products = `
create table products (
  id integer not null primary key,
  article_no varchar(20) not null constraint article_no_unique unique,
  ean bigint,
  name varchar(80) not null,
  category varchar(30) not null,
  unit varchar(8) not null,
  price decimal(10,2) not null constraint price_not_negative check (price >= 0),
  cost decimal(10,2),
  weight_kg real,
  stock integer not null,
  min_stock smallint,
  shelf varchar(8),
  discontinued bit not null,
  updated datetime
)`;

const workOrders = `
create table work_orders (
  number varchar(10) not null primary key,
  title varchar(80) not null,
  site varchar(8) not null references sites (number),
  customer varchar(8) not null references customers (number),
  technician varchar(30) references technicians (login),
  status varchar(12) not null constraint status_known
    check (status in (${orderStatuses.map((status) => `'${status}'`).join(', ')})),
  priority smallint not null constraint priority_range check (priority between 1 and 4),
  trade varchar(20),
  start datetime,
  due date,
  hours_planned real,
  amount decimal(10,2) constraint amount_not_negative check (amount >= 0),
  notes text,
  contact varchar(60),
  site_phone varchar(40),
  access_code varchar(12),
  signed bit not null,
  created datetime not null,
  updated datetime
);
create index work_orders_site on work_orders (site);
create index work_orders_customer on work_orders (customer);
create index work_orders_technician on work_orders (technician);
create table work_order_lines (
  work_order varchar(10) not null references work_orders (number),
  line_no smallint not null,
  product integer references products (id),
  description varchar(120) not null,
  quantity decimal(8,2) not null constraint quantity_positive check (quantity > 0),
  unit varchar(8) not null,
  price decimal(10,2) not null,
  discount_percent decimal(5,2),
  done bit not null,
  primary key (work_order, line_no)
);
create index work_order_lines_product on work_order_lines (product)`;

const bookings = `
create table bookings (
  id varchar(36) not null primary key,
  number varchar(10),
  work_order varchar(10) not null references work_orders (number),
  technician varchar(30) not null references technicians (login),
  start datetime not null,
  finish datetime not null,
  travel_km real,
  confirmed bit not null,
  note varchar(200)
);
create index bookings_work_order on bookings (work_order);
create index bookings_technician on bookings (technician);
create table stock_movements (
  id bigint not null primary key,
  product integer not null references products (id),
  technician varchar(30) references technicians (login),
  work_order varchar(10) references work_orders (number),
  moved datetime not null,
  quantity integer not null constraint quantity_not_zero check (quantity <> 0),
  reason varchar(30) not null
);
create index stock_movements_product on stock_movements (product);
create index stock_movements_technician on stock_movements (technician);
create index stock_movements_work_order on stock_movements (work_order);
create table site_photos (
  site varchar(8) not null references sites (number),
  position smallint not null,
  title varchar(80) not null,
  taken datetime,
  width smallint not null,
  height smallint not null,
  picture blob not null,
  primary key (site, position)
)`;

/** The statements that make the empty office. */
export const officeSchema = [customers, sites, technicians, products, workOrders, bookings].join(';\n');
