/** Lets time pass for one picture: the drill cannot wait for a year, or for the hour of the trash. */
import type { Sql } from "postgres";

/** Puts an instant of a generation and of its files back by so many hours. */
export async function age(
  sql: Sql,
  generationId: string,
  clock: "created_at" | "deleted_at",
  hours: number,
): Promise<void> {
  const earlier = sql`${sql(clock)} - make_interval(hours => ${hours})`;
  await sql`update media set ${sql(clock)} = ${earlier} where generation_id = ${generationId}`;
  await sql`update generation set ${sql(clock)} = ${earlier} where id = ${generationId}`;
}
