// The common model of CONFORMANCE 2 on a hub, with a few rows: text, guid and number keys, tables that are all key, a table
// that refers to itself, keys of two and three columns, blobs, decimals, a chain of children.

/** SQL that makes the hub's tables and rows. */
export const commonSchema = `
  create table category (category_id varchar(12) primary key, parent_id varchar(12) references category (category_id),
    name varchar(50) not null unique, "extra note" text, row_guid text, modified datetime);
  create table product (product_id text primary key, category_id varchar(12) references category (category_id),
    name varchar(50) not null, number varchar(25), price decimal(10, 2), photo blob, modified datetime);
  create table price_list (price_list_id text primary key, title text);
  create table price_list_category (price_list_id text not null references price_list (price_list_id),
    category_id varchar(12) not null references category (category_id), primary key (price_list_id, category_id));
  create table price_list_line (price_list_id text not null, category_id varchar(12) not null, line_id int not null,
    amount decimal(10, 2), primary key (price_list_id, category_id, line_id),
    foreign key (price_list_id, category_id) references price_list_category (price_list_id, category_id));
  create table tag (tag_id int primary key, label text);
  create table product_tag (product_id text not null references product (product_id),
    tag_id int not null references tag (tag_id), primary key (product_id, tag_id));
  create table employee (employee_id int primary key, first text, last text);
  create table customer (customer_id text primary key, employee_id int references employee (employee_id),
    name text, rep text, tier text);
  create table address (address_id int primary key, line1 text, line2 text, city text, postcode text);
  create table customer_address (customer_id text not null references customer (customer_id),
    address_id int not null references address (address_id), kind text, primary key (customer_id, address_id));
  create table orders (order_id int primary key, customer_id text references customer (customer_id), ordered datetime,
    total decimal(10, 2));
  create table order_line (line_id int primary key, order_id int references orders (order_id),
    product_id text references product (product_id), quantity int);
  insert into category (category_id, parent_id, name, modified) values
    ('BIKES', null, 'Bikes', '2024-01-02 03:04:05'), ('ROAD', 'BIKES', 'Road bikes', null), ('TOURING', 'BIKES', 'Touring', null);
  insert into product values ('p1', 'ROAD', 'Racer', 'R-1', '1999.90', x'0102ff', null), ('p2', 'TOURING', 'Tourer', 'T-1', '0.10', null, null);
  insert into price_list values ('l1', 'Retail'), ('l2', 'Dealers');
  insert into price_list_category values ('l1', 'ROAD'), ('l1', 'TOURING'), ('l2', 'ROAD');
  insert into price_list_line values ('l1', 'ROAD', 1, '1.50'), ('l1', 'ROAD', 2, '2.50'), ('l2', 'ROAD', 1, '3.00');
  insert into tag values (1, 'new'), (2, 'sale');
  insert into product_tag values ('p1', 1), ('p1', 2), ('p2', 2);
  insert into employee values (1, 'Noor', 'de Wit'), (2, 'Piet', 'Smit');
  insert into customer values ('c1', 1, 'Acme', 'Noor', 'basic'), ('c2', 2, 'Bolt', 'Piet', 'plus');
  insert into address values (1, 'Canal 1', 'attic', 'Delft', '2611'), (2, 'Market 2', null, 'Delft', '2612'),
    (3, 'Dam 3', null, 'Utrecht', '3500'), (4, 'Quay 4', 'left door', 'Utrecht', '3501');
  insert into customer_address values ('c1', 1, 'home'), ('c1', 2, 'work'), ('c2', 3, 'home');
  insert into orders values (1, 'c1', '2024-05-06 07:08:09', '100.00'), (2, 'c2', null, '7.25');
  insert into order_line values (1, 1, 'p1', 2), (2, 1, 'p2', 1), (3, 2, 'p2', 5);
`;

/** Every table with the columns of its key, parents first. */
export const commonTables: Readonly<Record<string, string>> = {
  category: 'category_id',
  product: 'product_id',
  price_list: 'price_list_id',
  price_list_category: 'price_list_id, category_id',
  price_list_line: 'price_list_id, category_id, line_id',
  tag: 'tag_id',
  product_tag: 'product_id, tag_id',
  employee: 'employee_id',
  customer: 'customer_id',
  address: 'address_id',
  customer_address: 'customer_id, address_id',
  orders: 'order_id',
  order_line: 'line_id',
};
