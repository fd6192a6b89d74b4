//! What is said about the network, and about data that is kept for later.

words! {
    /// The sentences about the network and about data that is kept.
    OfflineWords:
    cut: "网络已断开（{}）", "No network since {}";
    started: "没有网络，正在使用存下的数据（{}）", "No network: this is what was kept (data of {})";
    what_works: "哪些还能用？", "What still works?";
    works: "照常可用：地图、搜索、找桩、站点详情、行程规划、沿线、续航范围、路线分享和转到导航 App。问题反馈先存在本机，联网后发送。", "As always: map, search, finding chargers, their details, planning, roads, range, sharing and handing over to a navigation app. Reports of problems are kept and sent later.";
    works_not: "不可用：实时空闲状态（只显示断网前最后一次的记录和时间）、照片、没有保存的底图。", "Not now: live states (only what was seen last, with its time), pictures, a base map that is not kept.";
    new_app: "有新版本", "There is a new version";
    new_data: "有新数据", "There is newer data";
    renew: "更新", "Update";
    renew_note: "行程的起终点和设定会保留", "The trip's places and settings stay";
    later: "以后再说", "Later";
    title: "离线使用", "Without a network";
    unable: "这个浏览器不能保存数据：没有网络时打不开本页。", "This browser keeps nothing: without a network the page does not open.";
    fetching: "正在保存", "Being kept";
    paused: "已暂停", "Paused";
    waiting: "等网络恢复后继续", "Goes on when the network is back";
    kept: "已保存，没有网络也能打开", "Kept: opens without a network";
    app_asked: "数据已保存，正在保存应用", "The data is kept, the app is being kept";
    app_missing: "数据已保存，应用还没有：没有网络时打不开本页", "The data is kept, the app is not yet: without a network the page does not open";
    not_kept: "没有保存，联网后可用", "Not kept: needs a network";
    full: "浏览器空间不足，原有数据仍可使用。还需要", "The browser has no room; what was kept before stays. Needed are another";
    failed: "没能保存，原有数据仍可使用", "Could not be kept; what was kept before stays";
    evicted: "浏览器清掉了存下的数据，正在重新保存", "The browser has thrown away what was kept: it is fetched again";
    pause: "暂停", "Pause";
    go_on: "继续", "Go on";
    retry_keeping: "再试", "Try again";
    regions: "数据包", "Regions";
    shown: "正在使用", "shown";
    show: "使用", "Show";
    keep: "保存", "Keep";
    remove: "删除", "Remove";
    removed: "已删除存下的数据包", "The region that was kept is removed";
    base_map: "底图", "Base map";
    base_removed: "已删除存下的底图", "The base map that was kept is removed";
    lasting: "请浏览器不要自动清理", "Ask the browser not to throw it away";
    lasts: "浏览器不会自动清理", "The browser does not throw it away by itself";
    lasts_not: "浏览器没有答应：装到主屏幕后更容易保留", "The browser did not promise that: it rather does once the page is installed";
    lacks: "这一段在另一个数据包里：", "This place is in another region:";
}
