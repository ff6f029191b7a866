/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-rules"

#include "config.h"

#include <string.h>

#include "psr-billing-rules-private.h"
#include "psr-text.h"

/**
 * psr_billing_rules_make_vat_key:
 * @code: a VAT code of Wello
 * @part: what it is of
 *
 * Returns: (transfer full): the key under which the rule for both is kept
 */
char *
psr_billing_rules_make_vat_key (const char *code,
                                PsrVatPart  part)
{
  g_autofree char *canonical = psr_text_code (code);

  return g_strconcat (canonical, part == PSR_VAT_LABOUR ? ",labour" : ",part", NULL);
}

/**
 * psr_billing_rules_make_vat_rate_key:
 * @rate_percent: a rate in percent
 * @part: what it is of
 *
 * Returns: (transfer full): the key under which the rule for both is kept
 */
char *
psr_billing_rules_make_vat_rate_key (PsrDecimal rate_percent,
                                     PsrVatPart part)
{
  g_autofree char *rate = psr_decimal_to_string (rate_percent);

  return psr_billing_rules_make_vat_key (rate, part);
}

/**
 * psr_billing_rules_make_card_key:
 * @customer_number: number of a customer
 * @vat_code: a VAT code of Wello
 *
 * Returns: (transfer full): the key under which the card for both is kept
 */
char *
psr_billing_rules_make_card_key (const char *customer_number,
                                 const char *vat_code)
{
  g_autofree char *number = psr_text_code (customer_number);
  g_autofree char *code = psr_text_code (vat_code);

  return g_strconcat (number, ",", code, NULL);
}

/**
 * psr_billing_rules_get_via:
 * @self: rules
 *
 * Returns: in which way documents are made unless a person says otherwise
 */
PsrBillingVia
psr_billing_rules_get_via (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, PSR_BILLING_VIA_AUTO);

  return self->via;
}

/* As profile, command line and ledger write them. */
static const char * const via_names[] = {
  [PSR_BILLING_VIA_AUTO] = "auto",
  [PSR_BILLING_VIA_QUOTE] = "quote",
  [PSR_BILLING_VIA_DIRECT] = "direct",
  [PSR_BILLING_VIA_DEFAULT] = "",
};

/**
 * psr_billing_via_to_string:
 * @via: a way
 *
 * Returns: (transfer none): its name; "" for the default
 */
const char *
psr_billing_via_to_string (PsrBillingVia via)
{
  g_return_val_if_fail (via < G_N_ELEMENTS (via_names), NULL);

  return via_names[via];
}

/**
 * psr_billing_via_from_string:
 * @name: (nullable): a name
 * @via: (out): the way of that name
 *
 * Returns: whether there is a way of that name
 */
gboolean
psr_billing_via_from_string (const char    *name,
                             PsrBillingVia *via)
{
  g_return_val_if_fail (via != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (via_names); i++)
    {
      if (g_strcmp0 (via_names[i], name) == 0)
        {
          *via = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_billing_rules_get_kind:
 * @self: rules
 *
 * Returns: what is made of a Wello invoice unless a person says otherwise
 */
PsrBillingKind
psr_billing_rules_get_kind (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, PSR_BILLING_KIND_INVOICE);

  return self->kind;
}

/**
 * psr_billing_rules_get_from:
 * @self: rules
 *
 * Returns: (transfer none) (nullable): the first day, or %NULL when nobody chose
 *   one and nothing may be sent
 */
const char *
psr_billing_rules_get_from (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->from;
}

/**
 * psr_billing_rules_get_external_prefix:
 * @self: rules
 *
 * Returns: (transfer none): the prefix of external document numbers, or ""
 */
const char *
psr_billing_rules_get_external_prefix (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->external_prefix;
}

/**
 * psr_billing_rules_get_time_zone:
 * @self: rules
 *
 * Returns: (transfer none): the company's time zone
 */
GTimeZone *
psr_billing_rules_get_time_zone (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->time_zone;
}

/**
 * psr_billing_rules_get_hand_typed_part:
 * @self: rules
 *
 * Returns: (transfer none) (nullable): what a part without an article is booked
 *   on, or %NULL when a person has to decide
 */
const PsrLineTarget *
psr_billing_rules_get_hand_typed_part (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->hand_typed_part;
}

/**
 * psr_billing_rules_get_labour:
 * @self: rules
 * @line_code: (nullable): Wello's code of the kind of hour
 * @type_code: (nullable): "WorkingTime" or "TravelTime"
 *
 * The line code is the more specific one and wins.
 *
 * Returns: (transfer none) (nullable): what such hours are booked on
 */
const PsrLineTarget *
psr_billing_rules_get_labour (PsrBillingRules *self,
                              const char      *line_code,
                              const char      *type_code)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (line_code != NULL && line_code[0] != '\0')
    {
      g_autofree char *code = psr_text_code (line_code);
      g_autofree char *key = g_strconcat ("line:", code, NULL);
      const PsrLineTarget *target = g_hash_table_lookup (self->labour, key);

      if (target != NULL)
        return target;
    }

  if (type_code == NULL || type_code[0] == '\0')
    return NULL;

  return g_hash_table_lookup (self->labour, type_code);
}

/**
 * psr_billing_rules_get_labour_article:
 * @self: rules
 * @article_code: Wello's code of an article that is linked to hours
 *
 * Returns: (transfer none) (nullable): what such hours are booked on
 */
const PsrLineTarget *
psr_billing_rules_get_labour_article (PsrBillingRules *self,
                                      const char      *article_code)
{
  g_autofree char *code = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL && article_code != NULL, NULL);

  code = psr_text_code (article_code);
  key = g_strconcat ("article:", code, NULL);

  return g_hash_table_lookup (self->labour, key);
}

/**
 * psr_billing_rules_get_zero_total:
 * @self: rules
 *
 * Returns: what becomes of invoices that cost the customer nothing
 */
PsrZeroTotal
psr_billing_rules_get_zero_total (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, PSR_ZERO_TOTAL_HOLD);

  return self->zero_total;
}

/**
 * psr_billing_rules_get_warranty_as_list:
 * @self: rules
 *
 * Returns: whether what is under warranty bears its price and 100 % discount
 */
gboolean
psr_billing_rules_get_warranty_as_list (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->warranty_as_list;
}

/**
 * psr_billing_rules_get_vat_customer:
 * @self: rules
 * @customer_number: number of who pays
 * @vat_code: Wello's VAT code of a line, or ""
 *
 * Returns: (transfer none) (nullable): number of the customer card to bill such
 *   lines to; %NULL for who pays
 */
const char *
psr_billing_rules_get_vat_customer (PsrBillingRules *self,
                                    const char      *customer_number,
                                    const char      *vat_code)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL && customer_number != NULL && vat_code != NULL, NULL);

  key = psr_billing_rules_make_card_key (customer_number, vat_code);

  return g_hash_table_lookup (self->vat_customers, key);
}

static void
add_once (GPtrArray *texts,
          char      *text)
{
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, text);
}

/**
 * psr_billing_rules_get_customer_numbers:
 * @self: rules
 *
 * Returns: (transfer container) (element-type utf8): the numbers of the customers
 *   that the rules name, each once
 */
GPtrArray *
psr_billing_rules_get_customer_numbers (PsrBillingRules *self)
{
  g_autoptr(GPtrArray) numbers = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->vat_customers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    add_once (numbers, value);

  if (self->internal != NULL)
    add_once (numbers, self->internal);

  return g_steal_pointer (&numbers);
}

/**
 * psr_billing_rules_get_vat_group:
 * @self: rules
 * @vat_code: Wello's VAT code, or ""; the more specific one, and wins unless it
 *   is a number, which is taken for a rate
 * @rate_percent: the rate that Wello agreed with the customer, in percent
 * @part: whether it is of goods or of labour
 *
 * Returns: (transfer none) (nullable): the VAT product posting group to send,
 *   or %NULL to leave it to Business Central
 */
const char *
psr_billing_rules_get_vat_group (PsrBillingRules *self,
                                 const char      *vat_code,
                                 PsrDecimal       rate_percent,
                                 PsrVatPart       part)
{
  g_autofree char *code_key = NULL;
  g_autofree char *rate_key = NULL;
  const char *group = NULL;
  PsrDecimal number;

  g_return_val_if_fail (self != NULL && vat_code != NULL, NULL);

  code_key = psr_billing_rules_make_vat_key (vat_code, part);
  if (!psr_decimal_parse (vat_code, &number, NULL))
    group = g_hash_table_lookup (self->vat, code_key);

  if (group != NULL)
    return group;

  rate_key = psr_billing_rules_make_vat_rate_key (rate_percent, part);

  return g_hash_table_lookup (self->vat, rate_key);
}

static gboolean
is_vat_code (const char *text)
{
  PsrDecimal rate;

  return text[0] != '\0' && !psr_decimal_parse (text, &rate, NULL);
}

/**
 * psr_billing_rules_wants_vat_code:
 * @self: rules
 * @vat_code: Wello's VAT code of a line, or ""
 *
 * Returns: whether @vat_code says more than a rate, and the rules name groups for such
 *   codes, so that they should for this one
 */
gboolean
psr_billing_rules_wants_vat_code (PsrBillingRules *self,
                                  const char      *vat_code)
{
  GHashTableIter iter;
  gpointer key;
  gboolean any = FALSE;

  g_return_val_if_fail (self != NULL && vat_code != NULL, FALSE);

  g_hash_table_iter_init (&iter, self->vat);
  while (!any && g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autofree char *code = g_strndup (key, strcspn (key, ","));

      any = is_vat_code (code);
    }

  return any && is_vat_code (vat_code);
}

/**
 * psr_billing_rules_get_highest_vat:
 * @self: rules
 *
 * Returns: the highest rate, in percent, for which they name a group; 0 without any
 */
PsrDecimal
psr_billing_rules_get_highest_vat (PsrBillingRules *self)
{
  PsrDecimal highest = PSR_DECIMAL_INIT (0);
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (self != NULL, highest);

  g_hash_table_iter_init (&iter, self->vat);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autofree char *rate = g_strndup (key, strcspn (key, ","));
      PsrDecimal percent;

      if (psr_decimal_parse (rate, &percent, NULL) && psr_decimal_compare (percent, highest) > 0)
        highest = percent;
    }

  return highest;
}

/**
 * psr_billing_rules_get_invoice_date:
 * @self: rules
 *
 * Returns: which day a document bears
 */
PsrBillingDay
psr_billing_rules_get_invoice_date (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, PSR_BILLING_DAY_TODAY);

  return self->invoice_date;
}

/**
 * psr_billing_rules_get_posting_date:
 * @self: rules
 *
 * Returns: on which day a document is to be posted
 */
PsrBillingDay
psr_billing_rules_get_posting_date (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, PSR_BILLING_DAY_TODAY);

  return self->posting_date;
}

/**
 * psr_billing_rules_round_hours:
 * @self: rules
 * @hours: hours as worked
 * @out: (out): hours as billed
 * @error: return location for a %PSR_DECIMAL_ERROR
 *
 * Returns: whether @out could be computed
 */
gboolean
psr_billing_rules_round_hours (PsrBillingRules  *self,
                               PsrDecimal        hours,
                               PsrDecimal       *out,
                               GError          **error)
{
  g_return_val_if_fail (self != NULL && out != NULL, FALSE);

  if (psr_decimal_is_zero (self->hour_step))
    {
      *out = hours;
      return TRUE;
    }

  return psr_decimal_round_to_step (hours, self->hour_step, self->hour_direction, out, error);
}

/**
 * psr_billing_rules_get_longest_request:
 * @self: rules
 *
 * Returns: microseconds after which a request has been carried out or never
 *   will be
 */
gint64
psr_billing_rules_get_longest_request (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, PSR_BILLING_LONGEST_REQUEST);

  return self->longest_request;
}

/**
 * psr_billing_rules_get_sales_organization:
 * @self: rules
 *
 * Returns: (transfer none) (nullable): GUID of the one sales organization to
 *   bill for
 */
const char *
psr_billing_rules_get_sales_organization (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sales_organization;
}

/**
 * psr_billing_rules_get_target_numbers:
 * @self: rules
 * @kind: of what
 *
 * Returns: (transfer container) (element-type utf8): the numbers of that kind
 *   that hours or parts typed by hand are billed as, each once
 */
GPtrArray *
psr_billing_rules_get_target_numbers (PsrBillingRules   *self,
                                      PsrLineTargetKind  kind)
{
  g_autoptr(GPtrArray) numbers = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->hand_typed_part != NULL && self->hand_typed_part->kind == kind)
    g_ptr_array_add (numbers, self->hand_typed_part->number);

  g_hash_table_iter_init (&iter, self->labour);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PsrLineTarget *target = value;

      if (target->kind == kind)
        add_once (numbers, target->number);
    }

  return g_steal_pointer (&numbers);
}

/**
 * psr_billing_rules_get_item_numbers:
 * @self: rules
 *
 * Returns: (transfer container) (element-type utf8): the numbers of the items
 *   that the rules name, each once
 */
GPtrArray *
psr_billing_rules_get_item_numbers (PsrBillingRules *self)
{
  return psr_billing_rules_get_target_numbers (self, PSR_LINE_TARGET_ITEM);
}

/**
 * psr_billing_rules_get_vat_groups:
 * @self: rules
 *
 * Returns: (transfer container) (element-type utf8): the VAT product posting
 *   groups that the rules name, each once
 */
GPtrArray *
psr_billing_rules_get_vat_groups (PsrBillingRules *self)
{
  g_autoptr(GPtrArray) groups = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->vat);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    add_once (groups, value);

  return g_steal_pointer (&groups);
}

/**
 * psr_billing_rules_get_tell_when_posted:
 * @self: rules
 *
 * Returns: whether Wello is told of a document only once it is posted
 */
gboolean
psr_billing_rules_get_tell_when_posted (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->tell_when_posted;
}
