/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-rules"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-billing-error.h"
#include "psr-billing-rules-private.h"
#include "psr-explain.h"
#include "psr-text.h"
#include "psr-timestamp.h"

#define DEFAULT_TIME_ZONE "Europe/Brussels"
#define MAX_PREFIX 15

/* For which Business Central has room ([AL] Code[20]). */
#define LONGEST_NUMBER 20

G_DEFINE_BOXED_TYPE (PsrBillingRules, psr_billing_rules, psr_billing_rules_ref, psr_billing_rules_unref)

static void
psr_line_target_free (PsrLineTarget *self)
{
  g_free (self->number);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLineTarget, psr_line_target_free)

/**
 * psr_billing_rules_new:
 *
 * Creates the rules that hold when the profile says nothing: draft invoices,
 * dated today in Brussels, numbers as in Wello. There is no first day, no labour
 * and no VAT group yet.
 *
 * Returns: (transfer full): new rules
 */
PsrBillingRules *
psr_billing_rules_new (void)
{
  PsrBillingRules *self = g_atomic_rc_box_new0 (PsrBillingRules);

  self->kind = PSR_BILLING_KIND_INVOICE;
  self->external_prefix = g_strdup ("");
  self->time_zone = g_time_zone_new_identifier (DEFAULT_TIME_ZONE);
  if (self->time_zone == NULL)
    self->time_zone = g_time_zone_new_utc ();
  self->labour = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) psr_line_target_free);
  self->vat = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->vat_customers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->hour_step = psr_decimal_zero ();
  self->longest_request = PSR_BILLING_LONGEST_REQUEST;

  return self;
}

/**
 * psr_billing_rules_ref:
 * @self: rules
 *
 * Returns: (transfer full): another reference to @self
 */
PsrBillingRules *
psr_billing_rules_ref (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_billing_rules_finalize (gpointer data)
{
  PsrBillingRules *self = data;

  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->external_prefix, g_free);
  g_clear_pointer (&self->time_zone, g_time_zone_unref);
  g_clear_pointer (&self->hand_typed_part, psr_line_target_free);
  g_clear_pointer (&self->labour, g_hash_table_unref);
  g_clear_pointer (&self->vat, g_hash_table_unref);
  g_clear_pointer (&self->vat_customers, g_hash_table_unref);
  g_clear_pointer (&self->sales_organization, g_free);
  g_clear_pointer (&self->internal, g_free);
  g_clear_pointer (&self->headings, g_hash_table_unref);
}

/**
 * psr_billing_rules_unref:
 * @self: (transfer full): rules
 *
 * Drops a reference to @self.
 */
void
psr_billing_rules_unref (PsrBillingRules *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_billing_rules_finalize);
}

static void
set_rules_error (GError     **error,
                 const char  *why,
                 const char  *mend)
{
  psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES,
                           _("A setting for billing isn’t valid"), why, mend);
}

/* item:NUMBER, resource:NUMBER or account:NUMBER */
static PsrLineTarget *
parse_target (const char  *text,
              GError     **error)
{
  static const struct { const char *prefix; PsrLineTargetKind kind; } kinds[] = {
    { "item:", PSR_LINE_TARGET_ITEM },
    { "resource:", PSR_LINE_TARGET_RESOURCE },
    { "account:", PSR_LINE_TARGET_ACCOUNT },
  };
  g_autofree char *why = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(PsrLineTarget) target = NULL;

      if (!g_str_has_prefix (text, kinds[i].prefix))
        continue;

      target = g_new0 (PsrLineTarget, 1);
      target->kind = kinds[i].kind;
      target->number = psr_text_code (text + strlen (kinds[i].prefix));

      if (target->number[0] != '\0' && psr_text_length (target->number) <= LONGEST_NUMBER)
        return g_steal_pointer (&target);
    }

  why = g_strdup_printf (_("“%s” doesn’t name an item, a resource or an account."), text);
  set_rules_error (error, why, _("Write item:NUMBER, resource:NUMBER or account:NUMBER."));

  return NULL;
}

/**
 * psr_billing_rules_set_via:
 * @self: rules
 * @via: in which way documents are made unless a person says otherwise
 */
void
psr_billing_rules_set_via (PsrBillingRules *self,
                           PsrBillingVia    via)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (via < PSR_BILLING_VIA_DEFAULT);

  self->via = via;
}

/**
 * psr_billing_rules_set_kind:
 * @self: rules
 * @kind: what is made of a Wello invoice unless a person says otherwise
 */
void
psr_billing_rules_set_kind (PsrBillingRules *self,
                            PsrBillingKind   kind)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (kind == PSR_BILLING_KIND_INVOICE || kind == PSR_BILLING_KIND_ORDER);

  self->kind = kind;
}

/**
 * psr_billing_rules_set_from:
 * @self: rules
 * @date: the first day, "YYYY-MM-DD"; what is older was billed some other way
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Returns: whether @date is a day
 */
gboolean
psr_billing_rules_set_from (PsrBillingRules  *self,
                            const char       *date,
                            GError          **error)
{
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL && date != NULL, FALSE);

  if (psr_date_is_valid (date))
    {
      g_set_str (&self->from, date);
      return TRUE;
    }

  why = g_strdup_printf (_("“%s” isn’t a day."), date);
  set_rules_error (error, why, _("Write From as a date such as 2026-01-31."));

  return FALSE;
}

/**
 * psr_billing_rules_set_external_prefix:
 * @self: rules
 * @prefix: what precedes the Wello number in the external document number
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Business Central keeps the number as a code: upper case, 35 characters.
 *
 * Returns: whether @prefix can be used
 */
gboolean
psr_billing_rules_set_external_prefix (PsrBillingRules  *self,
                                       const char       *prefix,
                                       GError          **error)
{
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL && prefix != NULL, FALSE);

  if (g_str_is_ascii (prefix) && strlen (prefix) <= MAX_PREFIX && strpbrk (prefix, " \t'\"*|&@()<>") == NULL)
    {
      g_free (self->external_prefix);
      self->external_prefix = g_ascii_strup (prefix, -1);
      return TRUE;
    }

  why = g_strdup_printf (_("“%s” can’t be the prefix of an external document number."), prefix);
  set_rules_error (error, why, _("Use at most 15 letters, digits or - / _."));

  return FALSE;
}

/**
 * psr_billing_rules_set_time_zone:
 * @self: rules
 * @identifier: the company's time zone, such as "Europe/Brussels"
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Returns: whether there is such a time zone
 */
gboolean
psr_billing_rules_set_time_zone (PsrBillingRules  *self,
                                 const char       *identifier,
                                 GError          **error)
{
  g_autoptr(GTimeZone) zone = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL && identifier != NULL, FALSE);

  zone = g_time_zone_new_identifier (identifier);

  if (zone != NULL)
    {
      g_clear_pointer (&self->time_zone, g_time_zone_unref);
      self->time_zone = g_steal_pointer (&zone);
      return TRUE;
    }

  why = g_strdup_printf (_("There is no time zone “%s”."), identifier);
  set_rules_error (error, why, _("Write a time zone such as Europe/Brussels."));

  return FALSE;
}

/**
 * psr_billing_rules_set_hand_typed_part:
 * @self: rules
 * @target: item:NUMBER or account:NUMBER, or "" when such parts need a person
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Sets what parts are booked on that a technician typed in by hand.
 *
 * Returns: whether @target can be used
 */
gboolean
psr_billing_rules_set_hand_typed_part (PsrBillingRules  *self,
                                       const char       *target,
                                       GError          **error)
{
  g_autoptr(PsrLineTarget) parsed = NULL;

  g_return_val_if_fail (self != NULL && target != NULL, FALSE);

  if (target[0] == '\0')
    {
      g_clear_pointer (&self->hand_typed_part, psr_line_target_free);
      return TRUE;
    }

  parsed = parse_target (target, error);

  if (parsed == NULL)
    return FALSE;

  if (parsed->kind == PSR_LINE_TARGET_RESOURCE)
    {
      set_rules_error (error, _("A part can’t be booked on a resource."),
                       _("Write HandTypedPart as item:NUMBER or account:NUMBER."));
      return FALSE;
    }

  g_clear_pointer (&self->hand_typed_part, psr_line_target_free);
  self->hand_typed_part = g_steal_pointer (&parsed);

  return TRUE;
}

/**
 * psr_billing_rules_set_labour:
 * @self: rules
 * @key: "WorkingTime", "TravelTime", "line:CODE" with a line code of Wello, or
 *   "article:CODE" with the code of an article linked to the hours
 * @target: item:NUMBER, resource:NUMBER or account:NUMBER
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Returns: whether both can be used
 */
gboolean
psr_billing_rules_set_labour (PsrBillingRules  *self,
                              const char       *key,
                              const char       *target,
                              GError          **error)
{
  static const char * const prefixes[] = { "line:", "article:" };
  g_autoptr(PsrLineTarget) parsed = NULL;
  g_autofree char *canonical = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL && key != NULL && target != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes) && canonical == NULL; i++)
    {
      g_autofree char *code = NULL;

      if (!g_str_has_prefix (key, prefixes[i]) || key[strlen (prefixes[i])] == '\0')
        continue;

      code = psr_text_code (key + strlen (prefixes[i]));
      canonical = g_strconcat (prefixes[i], code, NULL);
    }

  if (canonical == NULL && (g_str_equal (key, "WorkingTime") || g_str_equal (key, "TravelTime")))
    canonical = g_strdup (key);

  if (canonical == NULL)
    {
      why = g_strdup_printf (_("“%s” isn’t a kind of labour."), key);
      set_rules_error (error, why, _("Write WorkingTime, TravelTime, line:CODE or article:CODE."));
      return FALSE;
    }

  parsed = parse_target (target, error);

  if (parsed == NULL)
    return FALSE;

  g_hash_table_replace (self->labour, g_steal_pointer (&canonical), g_steal_pointer (&parsed));

  return TRUE;
}

/**
 * psr_billing_rules_set_vat:
 * @self: rules
 * @key: a VAT code of Wello or a rate in percent, and what it is of: "21,part",
 *   "CC,labour"
 * @group: the VAT product posting group in Business Central
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Returns: whether both can be used
 */
gboolean
psr_billing_rules_set_vat (PsrBillingRules  *self,
                           const char       *key,
                           const char       *group,
                           GError          **error)
{
  g_auto(GStrv) words = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL && key != NULL && group != NULL, FALSE);

  words = g_strsplit (key, ",", 3);

  if (g_strv_length (words) == 2)
    {
      const char *code = g_strstrip (words[0]);
      const char *part = g_strstrip (words[1]);
      PsrVatPart of = g_str_equal (part, "labour") ? PSR_VAT_LABOUR : PSR_VAT_PART;
      PsrDecimal rate;
      gboolean is_rate = psr_decimal_parse (code, &rate, NULL);

      if (code[0] != '\0' && group[0] != '\0' && (of == PSR_VAT_LABOUR || g_str_equal (part, "part")) &&
          !(is_rate && psr_decimal_is_negative (rate)))
        {
          g_hash_table_replace (self->vat,
                                is_rate ? psr_billing_rules_make_vat_rate_key (rate, of)
                                        : psr_billing_rules_make_vat_key (code, of),
                                psr_text_code (group));
          return TRUE;
        }
    }

  why = g_strdup_printf (_("“%s=%s” doesn’t map a VAT code."), key, group);
  set_rules_error (error, why, _("Write Wello’s VAT code or the rate in percent, a comma and “part” or “labour”, such as 21,part=G3."));

  return FALSE;
}

/**
 * psr_billing_rules_set_vat_customer:
 * @self: rules
 * @key: number of a customer in Business Central, a comma, and a VAT code of Wello
 * @number: number of the customer card to bill to instead
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * A customer who owes the VAT for some work and not for other work has two cards:
 * the VAT business group is the card's, and can't be sent ([AL] SalesHeader).
 *
 * Returns: whether both can be used
 */
gboolean
psr_billing_rules_set_vat_customer (PsrBillingRules  *self,
                                    const char       *key,
                                    const char       *number,
                                    GError          **error)
{
  g_auto(GStrv) words = NULL;
  g_autofree char *card = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL && key != NULL && number != NULL, FALSE);

  words = g_strsplit (key, ",", 3);
  card = psr_text_code (number);

  if (g_strv_length (words) == 2 && g_strstrip (words[0])[0] != '\0' && g_strstrip (words[1])[0] != '\0' &&
      card[0] != '\0' && psr_text_length (card) <= LONGEST_NUMBER)
    {
      g_hash_table_replace (self->vat_customers, psr_billing_rules_make_card_key (words[0], words[1]),
                            g_steal_pointer (&card));
      return TRUE;
    }

  why = g_strdup_printf (_("“%s=%s” doesn’t name a customer card for a VAT code."), key, number);
  set_rules_error (error, why, _("Write the customer’s number, a comma, Wello’s VAT code, and the number of the card to bill to, such as 10000,CC=10000-CC."));

  return FALSE;
}

/**
 * psr_billing_rules_set_invoice_date:
 * @self: rules
 * @day: which day the document bears
 */
void
psr_billing_rules_set_invoice_date (PsrBillingRules *self,
                                    PsrBillingDay    day)
{
  g_return_if_fail (self != NULL);

  self->invoice_date = day;
}

/**
 * psr_billing_rules_set_posting_date:
 * @self: rules
 * @day: on which day it is to be posted
 */
void
psr_billing_rules_set_posting_date (PsrBillingRules *self,
                                    PsrBillingDay    day)
{
  g_return_if_fail (self != NULL);

  self->posting_date = day;
}

/**
 * psr_billing_rules_set_hour_step:
 * @self: rules
 * @step: "none", or a number of hours and "up" or "nearest": "0.25 up"
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Returns: whether @step can be used
 */
gboolean
psr_billing_rules_set_hour_step (PsrBillingRules  *self,
                                 const char       *step,
                                 GError          **error)
{
  g_auto(GStrv) words = NULL;
  g_autofree char *why = NULL;
  PsrDecimal value;

  g_return_val_if_fail (self != NULL && step != NULL, FALSE);

  if (g_str_equal (step, "none"))
    {
      self->hour_step = psr_decimal_zero ();
      return TRUE;
    }

  words = g_strsplit (step, " ", 2);

  if (g_strv_length (words) == 2 && psr_decimal_parse (words[0], &value, NULL) &&
      !psr_decimal_is_negative (value) && !psr_decimal_is_zero (value))
    {
      const char *direction = g_strstrip (words[1]);

      if (g_str_equal (direction, "up") || g_str_equal (direction, "nearest"))
        {
          self->hour_step = value;
          self->hour_direction = g_str_equal (direction, "up") ? PSR_ROUND_UP : PSR_ROUND_NEAREST;
          return TRUE;
        }
    }

  why = g_strdup_printf (_("“%s” isn’t a step of hours."), step);
  set_rules_error (error, why, _("Write HourStep as none, “0.25 up” or “0.25 nearest”."));

  return FALSE;
}

/**
 * psr_billing_rules_set_longest_request:
 * @self: rules
 * @usec: the longest time, in microseconds, that a request may wait and run in
 *   Business Central before its effect can be seen
 */
void
psr_billing_rules_set_longest_request (PsrBillingRules *self,
                                       gint64           usec)
{
  g_return_if_fail (self != NULL && usec > 0);

  self->longest_request = usec;
}

/**
 * psr_billing_rules_set_tell_when_posted:
 * @self: rules
 * @when_posted: whether Wello is told of a document only once it is posted, not when
 *   it is made
 */
void
psr_billing_rules_set_tell_when_posted (PsrBillingRules *self,
                                        gboolean         when_posted)
{
  g_return_if_fail (self != NULL);

  self->tell_when_posted = when_posted;
}

/**
 * psr_billing_rules_set_sales_organization:
 * @self: rules
 * @id: (nullable): GUID of the one sales organization of Wello to bill for
 */
void
psr_billing_rules_set_sales_organization (PsrBillingRules *self,
                                          const char      *id)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->sales_organization, id);
}
