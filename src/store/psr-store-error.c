/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-store-error"

#include "config.h"

#include <errno.h>

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <sqlite3.h>

#include "psr-explain.h"
#include "psr-store-error-private.h"

G_DEFINE_QUARK (psr-store-error-quark, psr_store_error)

/*
 * Explains a result code of SQLite.
 */
void
psr_store_error_set_sqlite (GError     **error,
                            int          result,
                            const char  *message,
                            const char  *path)
{
  g_autofree char *name = NULL;
  g_autofree char *why = NULL;
  g_autofree char *what = NULL;

  g_return_if_fail (error == NULL || *error == NULL);
  g_return_if_fail (result != SQLITE_OK);
  g_return_if_fail (message != NULL);
  g_return_if_fail (path != NULL);

  name = g_path_get_basename (path);

  switch (result & 0xff)
    {
    case SQLITE_FULL:
      /* Translators: %s is a file */
      what = g_strdup_printf (_("“%s” could not be written."), path);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FULL, what,
                               _("The disk is full."),
                               _("Free some space on the disk, then start Passerelle again. Nothing that was saved before is lost."));
      break;

    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      what = g_strdup_printf (_("“%s” could not be written."), path);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_READ_ONLY, what,
                               _("The file or its folder may only be read."),
                               _("Give yourself the right to write the folder and the files in it, or choose another folder."));
      break;

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      what = g_strdup_printf (_("“%s” is busy."), path);
      why = g_strdup_printf (ngettext ("Another program has kept it to itself for more than %d second.",
                                       "Another program has kept it to itself for more than %d seconds.",
                                       PSR_STORE_BUSY_SECONDS),
                             PSR_STORE_BUSY_SECONDS);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED, what, why,
                               _("Close other programs that use the file, such as a backup or a database browser, and try again."));
      break;

    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      what = g_strdup_printf (_("“%s” is damaged."), path);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED, what, message,
                               _("Close Passerelle and restore the file from a backup."));
      break;

    case SQLITE_CANTOPEN:
      what = g_strdup_printf (_("“%s” could not be opened."), path);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_OPEN, what, message,
                               _("Check that the folder exists and that you may read and write it."));
      break;

    case SQLITE_CONSTRAINT:
      what = g_strdup_printf (_("Something wasn’t saved in “%s”."), name);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT, what, message,
                               _("It clashes with what is saved there already. Look at it again and repeat what is still needed."));
      break;

    case SQLITE_IOERR:
      what = g_strdup_printf (_("“%s” could not be read or written."), path);
      why = g_strdup_printf (_("The disk reported an error: %s."), message);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FAILED, what, why,
                               _("Check the disk and its free space, then start Passerelle again."));
      break;

    default:
      what = g_strdup_printf (_("“%s” could not be used."), path);
      why = g_strdup_printf (_("The database reported: %s (%d)."), message, result);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FAILED, what, why,
                               _("Start Passerelle again. If it happens again, please report it."));
      break;
    }
}

/*
 * Explains why a file or folder of the state couldn't be made, opened or
 * written.
 */
void
psr_store_error_set_errno (GError     **error,
                           int          saved_errno,
                           const char  *path)
{
  g_autofree char *what = NULL;

  g_return_if_fail (error == NULL || *error == NULL);
  g_return_if_fail (path != NULL);

  what = g_strdup_printf (_("“%s” could not be used."), path);

  switch (saved_errno)
    {
    case EACCES:
    case EPERM:
    case EROFS:
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_READ_ONLY, what,
                               saved_errno == EROFS
                                 ? _("It is on a disk that may only be read.")
                                 : _("You may not write there."),
                               _("Give yourself the right to write the folder and the files in it, or choose another folder."));
      break;

    case ENOSPC:
    case EDQUOT:
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FULL, what,
                               _("The disk is full."),
                               _("Free some space on the disk, then start Passerelle again. Nothing that was saved before is lost."));
      break;

    default:
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_OPEN, what,
                               g_strerror (saved_errno),
                               _("Check that the folder exists and that you may read and write it."));
      break;
    }
}

/*
 * Explains a stored value that this program doesn't know.
 */
void
psr_store_error_set_damaged_value (GError     **error,
                                   const char  *value)
{
  g_autofree char *why = NULL;

  g_return_if_fail (error == NULL || *error == NULL);

  why = g_strdup_printf (_("It contains “%s”, which this version doesn’t know."), value);
  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED,
                           _("What is saved could not be understood."), why,
                           _("Install the version of Passerelle that was used last, or restore the file from a backup."));
}
