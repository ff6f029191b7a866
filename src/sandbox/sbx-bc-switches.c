/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-switches"

#include "sbx-options.h"

/* The readings that Microsoft's documentation and source leave open; the first value is what a client should expect. */
const SbxSwitch sbx_bc_switches[] = {
  { "bc.deep-insert-echo", "no|yes", "Whether the 201 of a deep insert echoes the nested lines without $expand" },
  { "bc.deep-insert-totals", "before-lines|after-lines", "Whether the totals on that 201 are those before or after its lines" },
  { "bc.property-order", "payload|page", "Whether the properties of a body are applied in its order or in the page's" },
  { "bc.retry-after", "sometimes|always|never", "Whether the request limit's 429 carries Retry-After" },
  { "bc.write-not-found-status", "400|404", "Status of 'does not exist' raised inside a write" },
  { "bc.stale-status", "409|412", "Status of a stale If-Match" },
  { "bc.header-discount", "fails|lost", "What a header discountAmount in a create does before the lines exist" },
  { "bc.ext-doc-duplicate", "accepted|refused", "Whether a second sales document with the same external number is accepted" },
  { "bc.method-not-allowed-status", "405|400", "Status of a verb that an entity does not have" },
  { "bc.skip-token-seconds", "3600|*", "How long a $skiptoken is honoured, in seconds" },
  { "bc.environment-type", "Production|Sandbox", "Type of the environment" },
  { "bc.reading-changes-etag", "no|yes", "Whether reading a document with a header discount changes its etag" },
  { "bc.drafts-visible", "yes|no", "Whether the account may see drafts (a missing right silently hides them)" },
  { "bc.posted-visible", "yes|no", "Whether the account may see posted invoices" },
  { "bc.page-size", "20000|*", "Largest page" },
  { "bc.default-language", "nl|en|fr", "Language of messages when Accept-Language is missing" },
  { "bc.vat-setup-check", "at-object|at-end", "Whether a missing VAT setup for the item's own group fails the line even when a taxCode follows" },
  { "bc.on-premises-tenant", "none|*", "The tenant that each request to the on-premises server has to name by ?tenant=" },
  { "bc.limit-requests", "6000|*", "Requests of one account in five minutes" },
  { "bc.limit-running", "5|*", "Requests of one account at once" },
  { "bc.limit-queued", "95|*", "Requests of one account that wait for their turn" },
  { NULL },
};
