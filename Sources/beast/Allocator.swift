internal import CMimalloc

/// mimalloc, whose `malloc` and `free` take the place of the C library's in the whole program by being linked: a chat request
/// allocates some hundred times.
enum Allocator {
    /// Gives memory back to the system some two milliseconds after it was freed; by itself mimalloc would keep it for 25, and
    /// for longer while more is freed. `MIMALLOC_DECOMMIT_DELAY` and its like in the environment come first.
    static func giveBackSoon() {
        mi_option_set_default(mi_option_decommit_delay, 2)
        mi_option_set_default(mi_option_decommit_extend_delay, 0)
    }
}
