/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-account-words"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-sync-account.h"
#include "psr-sync-error.h"

/* What is said of a new record of Wello that was accepted, by what it is. */

static const char *
choose (PsrSyncFlow  flow,
        const char  *customer,
        const char  *contact,
        const char  *item)
{
  switch (flow)
    {
    case PSR_SYNC_CONTACTS:
      return contact;
    case PSR_SYNC_ITEMS:
      return item;
    case PSR_SYNC_CUSTOMERS:
    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
    case PSR_SYNC_REFERENCE:
    case PSR_N_SYNC_FLOWS:
    default:
      return customer;
    }
}

/**
 * psr_sync_account_set_unreadable:
 * @flow: what it is
 * @error: return location for %PSR_SYNC_ERROR_UNCERTAIN
 *
 * Says that it was made, and nothing more is known.
 */
void
psr_sync_account_set_unreadable (PsrSyncFlow   flow,
                                 GError      **error)
{
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_UNCERTAIN,
                           choose (flow, _("The customer was made, but Business Central’s answer can’t be read."),
                                   _("The contact was made, but Business Central’s answer can’t be read."),
                                   _("The item was made, but Business Central’s answer can’t be read.")),
                           NULL, _("Accept it again: it is looked for first."));
}

/**
 * psr_sync_account_set_not_known_yet:
 * @flow: what it is
 * @error: return location for %PSR_SYNC_ERROR_UNCERTAIN
 *
 * Says that an answer that was lost may still come true.
 */
void
psr_sync_account_set_not_known_yet (PsrSyncFlow   flow,
                                    GError      **error)
{
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_UNCERTAIN,
                           choose (flow, _("It isn’t known yet whether Business Central made the customer."),
                                   _("It isn’t known yet whether Business Central made the contact."),
                                   _("It isn’t known yet whether Business Central made the item.")),
                           _("The answer was lost, and what was asked for may still be carried out."),
                           _("Accept it again in half an hour: it is looked for first."));
}

/**
 * psr_sync_account_set_never_learnt:
 * @flow: what it is
 * @id: canonical GUID in Wello
 * @n_alike: how many records like it are coupled with nothing
 * @error: return location for %PSR_SYNC_ERROR_UNCERTAIN
 *
 * Says that it isn't sent again.
 */
void
psr_sync_account_set_never_learnt (PsrSyncFlow   flow,
                                   const char   *id,
                                   guint         n_alike,
                                   GError      **error)
{
  g_autofree char *why = NULL;
  g_autofree char *mend = NULL;

  switch (flow)
    {
    case PSR_SYNC_CONTACTS:
      why = g_strdup_printf (_("The contact was sent once, and what came of it was never learnt. Contacts like it that are coupled with nothing: %u."),
                             n_alike);
      mend = g_strdup_printf (_("The contact isn’t sent again. Look in Business Central: if the contact is there, couple the two (“passerellectl couple contacts NUMBER %s”). If it isn’t, reject the proposal and make the contact by hand."),
                              id);
      break;

    case PSR_SYNC_ITEMS:
      why = g_strdup_printf (_("The item was sent once, and what came of it was never learnt. Items like it that are coupled with nothing: %u."),
                             n_alike);
      mend = g_strdup_printf (_("The item isn’t sent again. Look in Business Central: if the item is there, couple the two (“passerellectl couple items NUMBER %s”). If it isn’t, reject the proposal and make the item by hand."),
                              id);
      break;

    case PSR_SYNC_CUSTOMERS:
    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
    case PSR_SYNC_REFERENCE:
    case PSR_N_SYNC_FLOWS:
    default:
      why = g_strdup_printf (_("The customer was sent once, and what came of it was never learnt. Customers like it that are coupled with nothing: %u."),
                             n_alike);
      mend = g_strdup_printf (_("The customer isn’t sent again. Look in Business Central: if the customer is there, couple the two (“passerellectl couple customers NUMBER %s”). If it isn’t, reject the proposal and make the customer by hand."),
                              id);
      break;
    }

  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_UNCERTAIN,
                           choose (flow, _("It isn’t known whether Business Central made the customer."),
                                   _("It isn’t known whether Business Central made the contact."),
                                   _("It isn’t known whether Business Central made the item.")),
                           why, mend);
}

/**
 * psr_sync_account_set_refused:
 * @flow: what it is
 * @reason: what Business Central said
 * @error: return location for %PSR_SYNC_ERROR_REFUSED
 *
 * Says why it wasn't made.
 */
void
psr_sync_account_set_refused (PsrSyncFlow    flow,
                              const GError  *reason,
                              GError       **error)
{
  g_autoptr (PsrExplanation) words = psr_explain (reason);

  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                           choose (flow, _("Business Central refused the new customer."),
                                   _("Business Central refused the new contact."),
                                   _("Business Central refused the new item.")),
                           *words->why != '\0' ? words->why : words->what,
                           choose (flow,
                                   _("Posting groups come from the configuration template that is chosen on Business Central’s page API Setup. Choose one there, or correct the account in Wello, and accept it again."),
                                   _("Correct the contact in Wello, and accept it again."),
                                   _("Correct the article in Wello, or the item that [Items] Template= in the profile names, and accept it again.")));
}

/**
 * psr_sync_account_set_alike:
 * @flow: what it is: a contact or an item
 * @id: canonical GUID in Wello
 * @one: a record of Business Central like it
 * @error: return location for %PSR_SYNC_ERROR_AMBIGUOUS
 *
 * Says that Business Central seems to have it.
 */
void
psr_sync_account_set_alike (PsrSyncFlow          flow,
                            const char          *id,
                            const PsrSyncAlike  *one,
                            GError             **error)
{
  g_autofree char *why = NULL;
  g_autofree char *mend = NULL;

  g_return_if_fail (one != NULL);

  if (flow == PSR_SYNC_ITEMS)
    {
      why = g_strdup_printf (one->by_vat ? _("The item %s has the same GTIN.") : _("The item %s has the same name."), one->number);
      if (one->coupled)
        mend = g_strdup (_("It is coupled with another article of Wello. If both are the same thing, reject the proposal; else give the article a name and a barcode of its own in Wello, and accept it again."));
      else
        mend = g_strdup_printf (_("Couple the two: “passerellectl couple items %s %s”. If they are two things, give the article a name and a barcode of its own in Wello, and accept it again."),
                                one->number, id);
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                               _("Business Central seems to have this item already."), why, mend);
      return;
    }

  why = g_strdup_printf (one->by_name ? _("The contact %s of this customer has the same name.")
                                      : _("The contact %s of this customer has the same email."),
                         one->number);
  if (one->coupled)
    mend = g_strdup_printf (_("It is coupled with another contact of Wello. If both are the same person, reject the proposal; else make the contact in Business Central by hand, and couple it: “passerellectl couple contacts NUMBER %s”."),
                            id);
  else
    mend = g_strdup_printf (_("Couple the two: “passerellectl couple contacts %s %s”. If they are two people, make the contact in Business Central by hand, and couple that one."),
                            one->number, id);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                           _("Business Central seems to have this contact already."), why, mend);
}
