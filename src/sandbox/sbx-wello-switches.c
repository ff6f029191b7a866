/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-switches"

#include "sbx-options.h"

/* What the documentation of Wello leaves open; the first value is the most likely one, or the one that is hardest for
 * a client. */
const SbxSwitch sbx_wello_switches[] = {
  { "wello.error-shape", "odata|webapi|text", "Body of errors: {error:{message}}, {Message,ModelState}, or plain text" },
  { "wello.put", "merge|replace", "Whether PUT keeps the properties that are not sent" },
  { "wello.put-status", "200|204", "Status of a successful PUT" },
  { "wello.unknown-property", "refused|ignored", "What happens to a property that the entity does not have" },
  { "wello.unknown-code", "422|400", "Status when a helper such as company_code names nothing" },
  { "wello.helpers-on-read", "null|omitted", "Whether helpers that are only written are read as null or left out" },
  { "wello.country-code-on-read", "null|text", "Whether db_country_code can be read" },
  { "wello.sales-status-on-read", "text|null", "Whether company_sales_status_code can be read" },
  { "wello.duplicate-code", "accepted|refused", "Whether two companies or articles may have the same code" },
  { "wello.physical-stock", "decimal|int", "Type of article.physical_stock" },
  { "wello.delete-refused-status", "405|403", "Status of a DELETE of what cannot be deleted" },
  { "wello.page-size", "100|20|*", "Rows of a page" },
  { "wello.small-tables", "readable|hidden", "Whether ArticleCategory and DbUnitOfMeasure, of which no page was found, can be read" },
  { "wello.planning", "names|no-user|missing", "JobPlanningView: with user_id, without it, or not there at all" },
  { "wello.files", "readable|hidden", "Whether JobFiles can be listed; only the page of one of them was found" },
  { "wello.next-link", "@odata.nextLink|@odata.nextlink", "Spelling of the link to the next page" },
  { "wello.dates", "short|long", "Date-times as 2026-01-31T10:20:30.123Z, or with seven digits and +00:00" },
  { "wello.query-extras", "refused|allowed", "$count, $expand and functions in $filter" },
  { "wello.or", "allowed|refused", "The operator or in $filter" },
  { "wello.status-filter", "allowed|refused", "Whether invoices can be filtered by invoice_status_id" },
  { "wello.change-status-code", "200|201", "Status of a successful ChangeStatusId" },
  { "wello.imported-final", "yes|no|but-error", "Whether an invoice stays ERP Imported for ever, or may only become an ERP Error" },
  { "wello.repeat-status", "refused|accepted", "Whether a status may be set that the invoice has already" },
  { "wello.other-transitions", "refused|allowed", "Whether statuses other than those for an ERP can be left or set by the API" },
  { "wello.status-names", "english|dutch|old", "Names of the invoice statuses (at start); old: Sent to ERP" },
  { "wello.status-ids", "documented|own", "Ids of the invoice statuses (at start): those of the samples, or others" },
  { "wello.total-amount", "without-vat|with-vat", "Whether invoice.total_amount holds the VAT" },
  { "wello.header-discount", "percent|amount", "What invoice.discount is" },
  { "wello.quantity", "floor|round", "How the whole number quantity is made of quantity_decimal" },
  { "wello.sales-organizations", "1|2|*", "How many sales organisations there are (at start)" },
  { NULL },
};
