/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-mirror-record"

#include "config.h"

#include <string.h>

#include "psr-fields.h"
#include "psr-mirror-record.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_mirror_record_fields[] = {
  PSR_ROW_FIELD (PsrMirrorRecord, entity, ENTITY),
  PSR_ROW_FIELD (PsrMirrorRecord, side, ENUM),
  PSR_ROW_FIELD (PsrMirrorRecord, id, TEXT),
  PSR_ROW_FIELD (PsrMirrorRecord, number, TEXT),
  PSR_ROW_FIELD (PsrMirrorRecord, hash, TEXT),
  PSR_ROW_FIELD (PsrMirrorRecord, modified, TIMESTAMP),
  PSR_ROW_FIELD (PsrMirrorRecord, seen_run, INT64),
  PSR_ROW_FIELD (PsrMirrorRecord, values, TEXT),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrMirrorRecord, psr_mirror_record, psr_mirror_record_ref, psr_mirror_record_unref)

/**
 * psr_mirror_record_new:
 * @entity: of what kind
 * @side: in which service
 * @id: canonical GUID
 *
 * Makes a record; set the other members before handing it over.
 *
 * Returns: (transfer full): a new #PsrMirrorRecord
 */
PsrMirrorRecord *
psr_mirror_record_new (PsrEntity      entity,
                       PsrMirrorSide  side,
                       const char    *id)
{
  PsrMirrorRecord *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrMirrorRecord);
  psr_row_init (self, psr_mirror_record_fields);
  self->entity = entity;
  self->side = side;
  g_set_str (&self->id, id);

  return self;
}

/**
 * psr_mirror_record_new_read:
 * @entity: of what kind
 * @side: in which service
 * @id: canonical GUID
 * @number: number or code, or ""
 * @hash: fingerprint of @values
 * @values: the mapped values as JSON text
 *
 * Makes a record whose texts are one block and can't be replaced, for pages of
 * many; set its numbers before handing it over.
 *
 * Returns: (transfer full): a new #PsrMirrorRecord
 */
PsrMirrorRecord *
psr_mirror_record_new_read (PsrEntity      entity,
                            PsrMirrorSide  side,
                            const char    *id,
                            const char    *number,
                            const char    *hash,
                            const char    *values)
{
  PsrMirrorRecord *self;
  gsize lengths[4];
  char *to;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (number != NULL, NULL);
  g_return_val_if_fail (hash != NULL, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  lengths[0] = strlen (id) + 1;
  lengths[1] = strlen (number) + 1;
  lengths[2] = strlen (hash) + 1;
  lengths[3] = strlen (values) + 1;

  self = g_atomic_rc_box_new0 (PsrMirrorRecord);
  self->entity = entity;
  self->side = side;
  self->modified = PSR_TIMESTAMP_NONE;
  self->texts = to = g_malloc (lengths[0] + lengths[1] + lengths[2] + lengths[3]);
  self->id = memcpy (to, id, lengths[0]);
  self->number = memcpy (to += lengths[0], number, lengths[1]);
  self->hash = memcpy (to += lengths[1], hash, lengths[2]);
  self->values = memcpy (to += lengths[2], values, lengths[3]);

  return self;
}

/**
 * psr_mirror_record_ref:
 * @self: a #PsrMirrorRecord
 *
 * Returns: (transfer full): @self
 */
PsrMirrorRecord *
psr_mirror_record_ref (PsrMirrorRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_mirror_record_finalize (gpointer data)
{
  PsrMirrorRecord *self = data;

  g_assert (self != NULL);

  if (self->texts != NULL)
    g_free (self->texts);
  else
    psr_row_clear (self, psr_mirror_record_fields);
}

/**
 * psr_mirror_record_unref:
 * @self: (transfer full): a #PsrMirrorRecord
 */
void
psr_mirror_record_unref (PsrMirrorRecord *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_mirror_record_finalize);
}
