/**
 * Sockets, threads, timers and limits. To find one's way: {@link chatserver.server.ChatServer}
 * binds, serves and stops; a {@link chatserver.server.Session} is one client from its connection to
 * its end.
 */
package chatserver.server;
