/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-state-folder"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-state-folder-private.h"
#include "psr-state-use.h"
#include "psr-store-error-private.h"
#include "psr-worker-lock.h"

/* As often the folder may go away while it is opened. */
#define TRIES 20

struct _PsrStateFolder
{
  GObject parent_instance;

  char *path;
  PsrClock *clock;
  int use; /* locked for as long as the folder is used */
  gboolean is_alone;
};

G_DEFINE_FINAL_TYPE (PsrStateFolder, psr_state_folder, G_TYPE_OBJECT)

/* File systems on which locks or the write-ahead log don't hold between
 * machines or processes. Numbers from statfs(2). */
static const struct {
  guint32 magic;
  const char *name;
} remote_file_systems[] = {
  { 0x00006969, "NFS" },
  { 0x0000517b, "SMB" },
  { 0xff534d42, "SMB" },
  { 0xfe534d42, "SMB" },
  { 0x65735546, "FUSE" },
  { 0x0000564c, "NCP" },
  { 0x73757245, "Coda" },
  { 0x5346414f, "AFS" },
  { 0x6b414653, "AFS" },
  { 0x00c36400, "Ceph" },
  { 0x0bd00bd0, "Lustre" },
  { 0x47504653, "GPFS" },
};

static void
psr_state_folder_finalize (GObject *object)
{
  PsrStateFolder *self = PSR_STATE_FOLDER (object);

  if (self->use >= 0)
    close (self->use);
  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_state_folder_parent_class)->finalize (object);
}

static void
psr_state_folder_class_init (PsrStateFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_state_folder_finalize;
}

static void
psr_state_folder_init (PsrStateFolder *self)
{
  self->use = -1;
}

/*
 * Refuses a file system that is shared over a network or kept by a program.
 */
gboolean
psr_state_folder_check_file_system (const char  *path,
                                    guint64      magic,
                                    GError     **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (remote_file_systems); i++)
    {
      g_autofree char *what = NULL;
      g_autofree char *why = NULL;

      if (remote_file_systems[i].magic != (guint32) magic)
        continue;

      what = g_strdup_printf (_("“%s” can’t hold Passerelle’s data."), path);
      /* Translators: %s is a kind of file system: NFS, SMB, FUSE, … */
      why = g_strdup_printf (_("It is on a network or user-space file system (%s), where files can’t be locked reliably, so that documents could be sent twice."),
                             remote_file_systems[i].name);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_LOCAL, what, why,
                               _("Choose a folder on a local disk of this computer."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

static gboolean
check_folder (const char  *path,
              GError     **error)
{
  struct statfs file_system;
  struct stat info;

  g_assert (path != NULL);

  if (stat (path, &info) != 0 || statfs (path, &file_system) != 0)
    {
      psr_store_error_set_errno (error, errno, path);
      return FALSE;
    }

  if (!S_ISDIR (info.st_mode))
    {
      psr_store_error_set_errno (error, ENOTDIR, path);
      return FALSE;
    }

  if (!psr_state_folder_check_file_system (path, (guint64) file_system.f_type, error))
    return FALSE;

  if (faccessat (AT_FDCWD, path, R_OK | W_OK | X_OK, AT_EACCESS) != 0)
    {
      psr_store_error_set_errno (error, errno, path);
      return FALSE;
    }

  /* Somebody else's folder with other things in it keeps its mode: all files in
   * it that are ours are private anyway. */
  if ((info.st_mode & 0077) != 0 && is_empty (path) && chmod (path, 0700) != 0)
    g_message ("“%s” stays readable for others: %s", path, g_strerror (errno));

  return TRUE;
}

static gboolean
make_folder (const char  *path,
             GError     **error)
{
  g_assert (path != NULL);

  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      psr_store_error_set_errno (error, errno, path);
      return FALSE;
    }

  return TRUE;
}

static void
set_taken (PsrStateFolder  *self,
           GError         **error)
{
  g_autofree char *worker = NULL;

  if (!self->is_alone)
    {
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED,
                               _("What is kept here is being deleted."),
                               _("Another Passerelle does so at this moment."),
                               _("Try again in a moment."));
      return;
    }

  worker = psr_worker_lock_describe (self);
  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED,
                           _("What is kept here can’t be deleted while it is used."),
                           worker != NULL && *worker != '\0' ? worker : _("Another Passerelle has it open."),
                           _("Close other windows of Passerelle, end what works without one (“passerellectl watch”), and try again."));
}

static PsrStateFolder *
open_folder (const char  *path,
             PsrClock    *clock,
             gboolean     alone,
             GError     **error)
{
  g_autoptr (PsrStateFolder) self = g_object_new (PSR_TYPE_STATE_FOLDER, NULL);
  PsrStateUseResult result = PSR_STATE_USE_AGAIN;
  g_autofree char *holders = NULL;

  self->path = g_canonicalize_filename (path, NULL);
  self->clock = g_object_ref (clock);
  self->is_alone = alone;
  holders = psr_state_folder_build_filename (self, "holders");

  for (guint tried = 0; tried < TRIES && result == PSR_STATE_USE_AGAIN; tried++)
    {
      if (!make_folder (self->path, error) || !check_folder (self->path, error))
        return NULL;

      result = psr_state_use_take (self->path, alone, &self->use, error);
    }

  if (result == PSR_STATE_USE_FAILED)
    return NULL;

  if (result != PSR_STATE_USE_DONE)
    {
      set_taken (self, error);
      return NULL;
    }

  if (!make_folder (holders, error) || !check_folder (holders, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_state_folder_open:
 * @path: where; it is made when it doesn't exist
 * @clock: what tells the time to everything that uses the folder
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Opens the folder of a state. It is refused when it isn't on a local disk or
 * can't be written, and while somebody deletes what is in it.
 *
 * Returns: (transfer full): the folder, or %NULL
 */
PsrStateFolder *
psr_state_folder_open (const char  *path,
                       PsrClock    *clock,
                       GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return open_folder (path, clock, FALSE, error);
}

/**
 * psr_state_folder_open_alone:
 * @path: where
 * @clock: what tells the time
 * @error: return location for a %PSR_STORE_ERROR; %PSR_STORE_ERROR_LOCKED when
 *   somebody has the folder open, in this process or another one
 *
 * Opens the folder so that nobody else can until it is freed, and with it every
 * database that was opened in it.
 *
 * Returns: (transfer full): the folder, or %NULL
 */
PsrStateFolder *
psr_state_folder_open_alone (const char  *path,
                             PsrClock    *clock,
                             GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return open_folder (path, clock, TRUE, error);
}

/**
 * psr_state_folder_delete:
 * @self: what psr_state_folder_open_alone() opened, and whose databases are closed
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Deletes the databases with their copies, the locks and the signs of life. Either all
 * of it stays or all of it goes, whenever the program or the power ends: what was
 * begun is finished by whoever opens the folder next, and the error says whether it was.
 *
 * Returns: whether nothing is left
 */
gboolean
psr_state_folder_delete (PsrStateFolder  *self,
                         GError         **error)
{
  g_return_val_if_fail (PSR_IS_STATE_FOLDER (self), FALSE);
  g_return_val_if_fail (self->is_alone, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return psr_state_use_delete (self->path, error);
}

/**
 * psr_state_folder_is_being_deleted:
 * @path: where
 *
 * Looks without opening the folder, which would go on with it.
 *
 * Returns: whether somebody began to delete what is in it, and didn't come to an end
 */
gboolean
psr_state_folder_is_being_deleted (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return psr_state_use_is_begun (path);
}

/**
 * psr_state_folder_get_path:
 * @self: a #PsrStateFolder
 *
 * Returns: (transfer none): its absolute path
 */
const char *
psr_state_folder_get_path (PsrStateFolder *self)
{
  g_return_val_if_fail (PSR_IS_STATE_FOLDER (self), NULL);

  return self->path;
}

/**
 * psr_state_folder_get_clock:
 * @self: a #PsrStateFolder
 *
 * Returns: (transfer none): its clock
 */
PsrClock *
psr_state_folder_get_clock (PsrStateFolder *self)
{
  g_return_val_if_fail (PSR_IS_STATE_FOLDER (self), NULL);

  return self->clock;
}

/**
 * psr_state_folder_build_filename:
 * @self: a #PsrStateFolder
 * @name: name of a file in it
 *
 * Returns: (transfer full): path of the file
 */
char *
psr_state_folder_build_filename (PsrStateFolder *self,
                                 const char     *name)
{
  g_return_val_if_fail (PSR_IS_STATE_FOLDER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_build_filename (self->path, name, NULL);
}
