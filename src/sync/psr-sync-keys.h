/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrSyncKeyKind:
 * @PSR_SYNC_KEY_VAT: the VAT or enterprise number
 * @PSR_SYNC_KEY_EMAIL: the address of e-mail, and the name
 * @PSR_SYNC_KEY_NAME: the name, and the postal code
 * @PSR_SYNC_N_KEYS: how many there are
 *
 * By what two companies are taken for the same, the surest first.
 */
typedef enum
{
  PSR_SYNC_KEY_VAT,
  PSR_SYNC_KEY_EMAIL,
  PSR_SYNC_KEY_NAME,
  PSR_SYNC_N_KEYS,
} PsrSyncKeyKind;

/**
 * PsrSyncKeyOwner:
 * @id: canonical GUID
 * @label: its number or name, for people
 * @country: the letters before its VAT number, where that is the key, or ""
 *
 * Whose key it is.
 */
typedef struct
{
  char *id;
  char *label;
  char *country;
} PsrSyncKeyOwner;

/**
 * PsrSyncKeys:
 *
 * Companies by what they are recognised by. Filled by one thread, then read.
 */
typedef struct _PsrSyncKeys PsrSyncKeys;

PsrSyncKeys *psr_sync_keys_new       (void);
void         psr_sync_keys_free      (gpointer             self);
guint        psr_sync_keys_get_size  (const PsrSyncKeys   *self);
void         psr_sync_keys_add       (PsrSyncKeys         *self,
                                      const char          *id,
                                      const char          *label,
                                      JsonObject          *values);
GPtrArray   *psr_sync_keys_find      (const PsrSyncKeys   *self,
                                      JsonObject          *values,
                                      PsrSyncKeyKind       kind);
char        *psr_sync_keys_dup_key   (JsonObject          *values,
                                      PsrSyncKeyKind       kind);
const char  *psr_sync_key_get_reason (PsrSyncKeyKind       kind);
const char  *psr_sync_key_get_source (PsrSyncKeyKind       kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncKeys, psr_sync_keys_free)

G_END_DECLS
