/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-price-line"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-error.h"
#include "psr-bc-price-line.h"
#include "psr-bc-service-row.h"
#include "psr-explain.h"

G_DEFINE_BOXED_TYPE (PsrBcPriceLine, psr_bc_price_line, psr_bc_price_line_ref, psr_bc_price_line_unref)

/* The columns, as the newer table, the older ones and usual interfaces of partners call
 * them. */
static const char * const list_names[] = { "pricelistcode", "pricelistno", NULL };
static const char * const number_names[] = { "lineno", "linenumber", NULL };
static const char * const source_names[] = { "sourcetype", "assigntotype", "salestype", NULL };
static const char * const source_number_names[] = { "assigntono", "assigntonumber", "sourceno", "sourcenumber", "salescode", NULL };
static const char * const asset_names[] = { "assettype", "producttype", "type", NULL };
static const char * const asset_number_names[] = { "productno", "productnumber", "assetno", "assetnumber", "itemno", "itemnumber", "code", NULL };
static const char * const variant_names[] = { "variantcode", "variantcodelookup", NULL };
static const char * const unit_names[] = { "unitofmeasurecode", "unitofmeasurecodelookup", NULL };
static const char * const currency_names[] = { "currencycode", NULL };
static const char * const starting_names[] = { "startingdate", NULL };
static const char * const ending_names[] = { "endingdate", NULL };
static const char * const minimum_names[] = { "minimumquantity", NULL };
static const char * const amount_names[] = { "amounttype", "defines", NULL };
static const char * const price_names[] = { "unitprice", NULL };
static const char * const discount_names[] = { "linediscountpercent", "linediscount", "linediscountpct", NULL };
static const char * const allows_names[] = { "allowlinedisc", "allowlinediscount", NULL };
static const char * const includes_names[] = { "priceincludesvat", "priceincludestax", NULL };
static const char * const vat_group_names[] = { "vatbuspostinggrprice", "vatbuspostinggroupprice", "vatbuspostinggr", NULL };
static const char * const status_names[] = { "status", "pricestatus", "pricelinestatus", NULL };
static const char * const type_names[] = { "pricetype", NULL };
static const char * const old_names[] = { "salestype", NULL };

static void
psr_bc_price_line_finalize (gpointer data)
{
  PsrBcPriceLine *self = data;

  g_free (self->list);
  g_free (self->source_number);
  g_free (self->asset_number);
  g_free (self->variant);
  g_free (self->unit);
  g_free (self->currency);
  g_free (self->starting);
  g_free (self->ending);
  g_free (self->vat_group);
}

static PsrBcPriceSource
read_source (const char *word)
{
  static const struct
  {
    const char       *word;
    PsrBcPriceSource  source;
  } words[] = {
    { "allcustomers", PSR_BC_PRICE_ALL_CUSTOMERS },
    { "customer", PSR_BC_PRICE_CUSTOMER },
    { "customerpricegroup", PSR_BC_PRICE_GROUP },
    { "customerdiscgroup", PSR_BC_PRICE_DISCOUNT_GROUP },
    { "customerdiscountgroup", PSR_BC_PRICE_DISCOUNT_GROUP },
    { "contact", PSR_BC_PRICE_CONTACT },
    { "campaign", PSR_BC_PRICE_CAMPAIGN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_equal (word, words[i].word))
        return words[i].source;
    }

  return PSR_BC_PRICE_OTHER;
}

/* Older sales prices are about items only, and have no column for it. */
static PsrBcPriceAsset
read_asset (const char *word,
            gboolean    is_old)
{
  if (g_str_equal (word, "item") || (is_old && *word == '\0'))
    return PSR_BC_PRICE_ITEM;
  if (g_str_equal (word, "itemdiscountgroup") || g_str_equal (word, "itemdiscgroup"))
    return PSR_BC_PRICE_ITEM_GROUP;

  return PSR_BC_PRICE_NO_ITEM;
}

static gboolean
fail (const char  *why,
      const char  *mend,
      GError     **error)
{
  psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW,
                           _("The web service of price list lines can’t be used."), why, mend);

  return FALSE;
}

/* A list that is being drafted has lines like any other. */
static gboolean
check_columns (PsrBcServiceRow  *row,
               gboolean          is_old,
               GError          **error)
{
  if (!psr_bc_service_row_has (row, source_names) || !psr_bc_service_row_has (row, asset_number_names) ||
      (!psr_bc_service_row_has (row, price_names) && !psr_bc_service_row_has (row, discount_names)))
    return fail (_("It lacks whom a price is for, for which item, or the price itself."),
                 _("Publish a page of price list lines, or of sales prices, with all its columns."), error);

  if (!is_old && !psr_bc_service_row_has (row, status_names))
    return fail (_("It doesn’t say which lines are active, so the prices of drafts would count."),
                 _("Add the column Status to what is published, for example with a query over the table Price List Line."),
                 error);

  if (psr_bc_service_row_has (row, price_names) && !psr_bc_service_row_has (row, includes_names))
    return fail (_("It doesn’t say whether VAT is in the prices."),
                 _("Add the column Price Includes VAT to what is published."), error);

  return TRUE;
}

static void
read_amounts (PsrBcPriceLine *self,
              const char     *word,
              gboolean        has_price)
{
  if (g_str_equal (word, "price"))
    self->has_price = TRUE;
  else if (g_str_equal (word, "discount"))
    self->has_discount = TRUE;
  else if (*word != '\0')
    self->has_price = self->has_discount = TRUE;
  else if (has_price)
    self->has_price = TRUE;
  else
    self->has_discount = TRUE;
}

/**
 * psr_bc_price_line_from_json:
 * @object: a row of a published web service
 * @error: return location for a #PsrBcError
 *
 * Reads a line of a price list, of either set of columns: that of *Price List Line*, or
 * that of the older *Sales Price* and *Sales Line Discount*. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the line; %NULL with @error set
 */
PsrBcPriceLine *
psr_bc_price_line_from_json (JsonObject *object,
                             GError    **error)
{
  g_autoptr (PsrBcPriceLine) self = NULL;
  g_autoptr (PsrBcServiceRow) row = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *source = NULL;
  g_autofree char *asset = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *status = NULL;
  g_autofree char *type = NULL;
  PsrDecimal number;
  gboolean is_old;

  g_return_val_if_fail (object != NULL, NULL);

  row = psr_bc_service_row_new (object);
  is_old = psr_bc_service_row_has (row, old_names);
  if (!check_columns (row, is_old, error))
    return NULL;

  self = g_atomic_rc_box_new0 (PsrBcPriceLine);
  source = psr_bc_service_row_dup_word (row, source_names);
  asset = psr_bc_service_row_dup_word (row, asset_names);
  amount = psr_bc_service_row_dup_word (row, amount_names);
  status = psr_bc_service_row_dup_word (row, status_names);
  type = psr_bc_service_row_dup_word (row, type_names);

  self->list = psr_bc_service_row_dup_text (row, list_names);
  self->source = read_source (source);
  self->source_number = psr_bc_service_row_dup_text (row, source_number_names);
  self->asset = read_asset (asset, is_old);
  self->asset_number = psr_bc_service_row_dup_text (row, asset_number_names);
  self->variant = psr_bc_service_row_dup_text (row, variant_names);
  self->unit = psr_bc_service_row_dup_text (row, unit_names);
  self->currency = psr_bc_service_row_dup_text (row, currency_names);
  self->starting = psr_bc_service_row_dup_date (row, starting_names);
  self->ending = psr_bc_service_row_dup_date (row, ending_names);
  self->vat_group = psr_bc_service_row_dup_text (row, vat_group_names);
  /* Where nothing is said, the table's own default. */
  self->allows_discount = !psr_bc_service_row_has (row, allows_names) || psr_bc_service_row_get_boolean (row, allows_names);
  self->includes_vat = psr_bc_service_row_get_boolean (row, includes_names);
  self->is_active = is_old || g_str_equal (status, "active");
  self->is_sale = *type == '\0' || g_str_equal (type, "sale") || g_str_equal (type, "any");
  read_amounts (self, amount, psr_bc_service_row_has (row, price_names));

  if (!psr_bc_service_row_get_decimal (row, number_names, &number, &reason) ||
      !psr_bc_service_row_get_decimal (row, minimum_names, &self->minimum, &reason) ||
      !psr_bc_service_row_get_decimal (row, price_names, &self->price, &reason) ||
      !psr_bc_service_row_get_decimal (row, discount_names, &self->discount, &reason))
    {
      fail (reason->message, _("Look at the line in Business Central; if it looks right there, report this."), error);
      return NULL;
    }

  self->number = psr_decimal_floor (number);

  return g_steal_pointer (&self);
}

/**
 * psr_bc_price_line_ref:
 * @self: a line
 *
 * Returns: (transfer full): @self
 */
PsrBcPriceLine *
psr_bc_price_line_ref (PsrBcPriceLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_price_line_unref:
 * @self: (transfer full): a line
 *
 * Gives up a reference.
 */
void
psr_bc_price_line_unref (PsrBcPriceLine *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_price_line_finalize);
}
