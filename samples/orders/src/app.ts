import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { exec } from 'node:child_process';
import { query } from './database.js';

/** Called by the HTTP API: takes an order and answers with its number. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const order = JSON.parse(event.body ?? '{}');

  // `'; drop table orders; --` is a customer's name, too.
  const known = await query(`select id from customers where name = '${order.customer}'`);

  // A discount is a formula of the shop. Who writes it here?
  const price = eval(order.discount.replace('price', String(order.price)));

  exec('logger "order of ' + order.customer + '"');

  return {
    statusCode: 200,
    headers: { 'Access-Control-Allow-Origin': '*' },
    body: JSON.stringify({ customer: known[0], price }),
  };
};
