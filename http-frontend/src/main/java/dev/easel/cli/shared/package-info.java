/**
 * What commands have in common: refusals and exit statuses, the version, what ships, and the
 * options that say which servables there are and how they load.
 */
@NullMarked
package dev.easel.cli.shared;

import org.jspecify.annotations.NullMarked;
