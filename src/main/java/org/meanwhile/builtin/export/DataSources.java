package org.meanwhile.builtin.export;

import javax.naming.NamingException;
import javax.sql.DataSource;

/** Finds data sources by their JNDI names. */
interface DataSources {
  DataSource find(String name) throws NamingException;
}
