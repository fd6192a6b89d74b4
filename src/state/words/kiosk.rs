//! What a board at a service area says.

words! {
    /// The sentences of a board at a service area.
    KioskWords:
    ending: "还有人吗？即将回到首页：", "Still there? It begins anew in";
    go_on: "继续使用", "Go on";
    take_station: "手机扫码，带走此站", "Scan to take this station along";
    no_place: "看板的位置读不懂，地址应为 ?kiosk=纬度,经度", "The place of this board is not understood: its address should say ?kiosk=LAT,LON";
    outside: "看板的位置不在本区域内", "This board stands outside the region";
    take_along: "手机扫码，带走行程", "Scan to take the trip along";
}
