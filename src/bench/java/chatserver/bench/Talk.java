package chatserver.bench;

/**
 * What is said in a round.
 *
 * @param clients how many listen
 * @param senders how many of them send
 * @param lines of all senders together
 * @param rate lines a second of all senders together; 0 is as fast as the server takes them
 */
record Talk(int clients, int senders, int lines, int rate) {
  boolean isPaced() {
    return rate > 0;
  }
}
