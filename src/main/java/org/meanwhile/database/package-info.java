/** How a database is spoken to, with no word of jobs. */
package org.meanwhile.database;
