import pg from 'pg';

const pool = new pg.Pool({
  host: process.env['DATABASE_HOST'],
  ssl: { rejectUnauthorized: false },
});

export async function query(text: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
  const { rows } = await pool.query(text, [...values]);
  return rows;
}
