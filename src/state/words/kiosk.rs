//! What a board at a service area says.

words! {
    /// The sentences of a board at a service area.
    KioskWords:
    ending: "还有人吗？即将回到首页：", "Still there? It begins anew in";
    go_on: "继续使用", "Go on";
    take_along: "手机扫码，带走行程", "Scan to take the trip along";
}
