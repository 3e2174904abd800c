/** Words of SQL, which stand in quotes as names of columns. */
const RESERVED =
  /^(all|and|analyse|analyze|any|array|as|asc|at|binary|both|by|case|cast|check|collate|column|create|cross|date|day|default|desc|distinct|do|else|end|escape|except|exists|extract|fetch|filter|for|from|full|group|having|hour|if|in|inner|intersect|interval|into|is|join|key|lateral|leading|left|like|limit|minute|month|name|not|null|offset|on|only|or|order|outer|over|partition|position|primary|range|references|right|row|rows|second|select|set|similar|some|symmetric|table|then|time|timestamp|to|trailing|type|union|unique|user|using|value|values|view|when|where|window|with|year|zone|true|false|between|natural)$/i;

/** A column in an expression. */
export function columnName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !RESERVED.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** An expression as YAML text. */
export function expressionText(expression: string): string {
  return expression.includes('"') && !expression.includes("'") ? `'${expression}'` : JSON.stringify(expression);
}
