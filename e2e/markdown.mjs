// Counts the rows of the tables in a text in Markdown.
import { readFileSync } from "node:fs";
import { marked } from "marked";
const tables = marked.lexer(readFileSync(0, "utf8")).filter((token) => token.type === "table");
console.log(tables.reduce((rows, table) => rows + table.rows.length, 0));
