/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-find"

#include "config.h"

#include "psr-sync-contacts.h"
#include "psr-sync-person.h"
#include "psr-sync-private.h"

/* The one that is meant: an archived one only when there is no other. */
static gboolean
choose_company (PsrSyncRun  *run,
                GPtrArray   *companies,
                const char  *code,
                char       **id,
                GError     **error)
{
  const char *organization = run->context->has_organizations ? run->context->sales_organization_id : NULL;
  gboolean unassigned = FALSE;
  guint n_open = 0;

  for (guint i = 0; i < companies->len; i++)
    {
      const PsrWelloCompany *company = g_ptr_array_index (companies, i);

      /* Another company's customer may have the same number. */
      if (organization != NULL && g_strcmp0 (company->sales_organization_id, organization) != 0)
        {
          unassigned |= company->sales_organization_id == NULL && !company->archived;
          continue;
        }

      if (*id == NULL || (!company->archived && n_open == 0))
        g_set_str (id, company->id);

      n_open += !company->archived;
    }

  if (n_open > 1)
    {
      psr_sync_set_ambiguous (error, code);
      return FALSE;
    }

  if (*id == NULL && unassigned)
    {
      psr_sync_set_unassigned (error, code);
      return FALSE;
    }

  return TRUE;
}

static gboolean
choose_article (GPtrArray   *articles,
                const char  *code,
                char       **id,
                GError     **error)
{
  guint n_open = 0;

  for (guint i = 0; i < articles->len; i++)
    {
      const PsrWelloArticle *article = g_ptr_array_index (articles, i);

      if (*id == NULL || (!article->archived && n_open == 0))
        g_set_str (id, article->id);

      n_open += !article->archived;
    }

  if (n_open > 1)
    {
      psr_sync_set_ambiguous (error, code);
      return FALSE;
    }

  return TRUE;
}

/* A default contact has no first name; of a person's it doesn't matter how it is split. */
static char *
dup_contact_name (PsrEntity              entity,
                  const PsrWelloContact *contact)
{
  g_autofree char *name = NULL;

  if (entity == PSR_ENTITY_CONTACT)
    return *contact->firstname == '\0' ? psr_sync_index_dup_name ("", contact->lastname) : NULL;

  name = psr_sync_person_join (contact->firstname, contact->lastname);

  return psr_sync_index_dup_name ("", name);
}

static gboolean
choose_contact (PsrSyncRun  *run,
                PsrEntity    entity,
                GPtrArray   *contacts,
                const char  *lastname,
                const char  *whole,
                char       **id,
                GError     **error)
{
  g_autofree char *wanted = psr_sync_index_dup_name ("", lastname);
  g_autofree char *all = psr_sync_index_dup_name ("", whole != NULL ? whole : lastname);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) taken = NULL;
  g_auto (GStrv) ids = NULL;
  guint n_free = 0;

  for (guint i = 0; i < contacts->len; i++)
    {
      const PsrWelloContact *contact = g_ptr_array_index (contacts, i);
      g_autofree char *name = dup_contact_name (entity, contact);

      if (!contact->archived && (g_strcmp0 (name, wanted) == 0 || g_strcmp0 (name, all) == 0))
        g_strv_builder_add (builder, contact->id);
    }
  ids = g_strv_builder_end (builder);

  if (ids[0] == NULL)
    return TRUE;
  if (!psr_sync_contacts_list_taken (run, entity, (const char * const *) ids, &taken, error))
    return FALSE;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (g_hash_table_contains (taken, ids[i]))
        continue;

      n_free++;
      if (*id == NULL)
        *id = g_strdup (ids[i]);
    }

  if (n_free > 1 && entity == PSR_ENTITY_PERSON)
    {
      psr_sync_contacts_set_ambiguous (error, lastname);
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_sync_find_match:
 * @run: a run
 * @target: what the part is
 * @part: a part that isn't coupled
 * @company_id: (nullable): of a contact its company in Wello
 * @name: (nullable): of a person the whole name, which may be longer than Wello's last name
 * @error: return location for an error
 *
 * Asks Wello for a record that could be meant: one with the same code, or a contact of
 * the same name. Leaves @part alone when there is none. Has to be called in a fiber.
 *
 * Returns: %FALSE when it didn't work, or a person has to choose
 */
gboolean
psr_sync_find_match (PsrSyncRun           *run,
                     const PsrSyncTarget  *target,
                     PsrSyncPart          *part,
                     const char           *company_id,
                     const char           *name,
                     GError              **error)
{
  PsrWelloClient *wello = run->context->wello;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *id = NULL;

  g_return_val_if_fail (run != NULL && target != NULL && part != NULL, FALSE);

  if (target->set == PSR_WELLO_SET_CONTACTS)
    {
      found = dex_await_boxed (psr_wello_client_find_contacts (wello, company_id), error);
      if (found == NULL)
        return FALSE;

      if (!choose_contact (run, target->entity, found, part->key != NULL ? part->key : "", name, &id, error))
        return FALSE;
    }
  else
    {
      const char *code = part->key;

      if (code == NULL || *code == '\0')
        return TRUE;

      if (target->set == PSR_WELLO_SET_COMPANIES)
        found = dex_await_boxed (psr_wello_client_find_companies (wello, code), error);
      else
        found = dex_await_boxed (psr_wello_client_find_articles (wello, code), error);

      if (found == NULL)
        return FALSE;

      if (target->set == PSR_WELLO_SET_COMPANIES && !choose_company (run, found, code, &id, error))
        return FALSE;
      if (target->set == PSR_WELLO_SET_ARTICLES && !choose_article (found, code, &id, error))
        return FALSE;
    }

  if (id != NULL)
    {
      part->wello_id = g_steal_pointer (&id);
      part->how = PSR_LINK_BY_CODE;
    }

  return TRUE;
}
