package org.meanwhile.builtin.export;

import javax.naming.NamingException;
import javax.sql.DataSource;

/** Where data sources are found by their names: JNDI, or a test. */
interface DataSources {
  DataSource find(String name) throws NamingException;
}
