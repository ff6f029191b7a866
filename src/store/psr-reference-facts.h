/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the mirror remembers of how Business Central is set up: the watermark that says when
 * it was last read, and as a fact the country of the company. */
#define PSR_REFERENCE_STREAM  "reference"
#define PSR_REFERENCE_COUNTRY "reference.country"
