//! What handing a trip over says.

words! {
    /// The sentences of handing a trip over.
    HandoverWords:
    hand_over: "导航 / 导出", "Navigate / save";
    navigate_here: "导航到这里", "Navigate here";
    title: "交给导航应用", "Hand over to navigation";
    go: "导航", "Go";
    close: "关闭", "Close";
    next_leg: "下一段", "Next leg";
    destination: "目的地", "Destination";
    this_leg: "计划", "As planned";
    from_here: "导航应用从您当前的位置出发。", "The app starts from where you are.";
    previous: "上一段", "Previous leg";
    following: "再下一段", "Leg after that";
    choose_app: "用哪个应用", "Which app";
    amap: "高德地图", "AMap";
    baidu: "百度地图", "Baidu Maps";
    tencent: "腾讯地图", "Tencent Maps";
    apple: "苹果地图", "Apple Maps";
    google: "谷歌地图", "Google Maps";
    petal: "花瓣地图", "Petal Maps";
    geo: "其他地图应用", "Any map app";
    datum_uncertain: "这个应用的坐标系未在设备上验证，可能偏差约 500 米：出发前请核对地点。", "Nobody has checked on a device which datum this app takes: the place may be 500 m off. Check it before you go.";
    legs: "逐段导航", "Leg by leg";
    whole: "整条路线", "The whole route";
    whole_in_one: "一次带上全部途经点", "All places in one go";
    in_parts: "请逐段导航，或分几次：", "Go leg by leg, or in parts:";
    leg_by_leg: "请用上面的逐段导航。", "Use leg by leg above.";
    part: "分段", "Part";
    web_loses: "如果应用没有打开，请逐段导航：网页版带不了这么多途经点。", "If the app does not open, go leg by leg: its web page cannot take as many places.";
    route_is_theirs: "应用会自己选路，可能和这里的不同。", "The app chooses roads by itself; they may differ from those here.";
    my_position: "终点是您自己的位置，不会写进任何链接。", "The end is your own position, which is put into no link.";
    hides_me: "不含您自己的位置和附近 1 公里", "without your own position and 1 km around it";
    files_hide_me: "文件里不含您自己的位置和附近 1 公里的路线。", "Files leave out your own position and the line within 1 km of it.";
    no_time: "请先填出发时间", "Set the departure first";
    files: "保存与打印", "Save and print";
    gpx: "GPX 路线", "GPX route";
    geojson: "GeoJSON", "GeoJSON";
    print: "打印", "Print";
    departure: "出发时间", "Departure";
    calendar: "加入日历", "Add to calendar";
    code: "扫码在另一台设备上打开", "Scan to open on another device";
    code_of: "二维码，内容是这个链接", "QR code of this link";
    code_too_long: "链接太长，放不进二维码。", "The link is too long for a QR code.";
    code_hides_me: "链接里没有您的位置：打开后请选择起点或终点。", "The link does not hold your position: choose the missing end after opening it.";
    copy: "复制坐标和地址", "Copy coordinates and address";
    copy_link: "复制链接", "Copy link";
    copied: "已复制", "Copied";
    not_copied: "浏览器不允许复制，请手动抄下", "The browser does not let us copy: please write it down";
    saved: "已交给浏览器保存", "Given to the browser to save";
    not_saved: "浏览器不允许保存文件", "The browser does not let us save a file";
    not_printed: "浏览器不能打印", "The browser cannot print";
    opening: "正在打开…", "Opening…";
    opened: "已打开导航应用", "The app is open";
    not_opened: "没有打开：可能没有安装这个应用。换一个试试。", "It did not open: the app may not be installed. Try another one.";
    wechat: "微信里打不开导航应用。请点右上角 ··· ，选择“在浏览器打开”，再从那里导航。", "WeChat opens no navigation app. Tap ··· at the top right, choose “Open in browser”, and navigate from there.";
    drive: "行程", "Trip";
    via: "途经", "Pass";
    charge: "充电", "Charge";
    end: "到达", "Arrive";
    start: "出发", "Start";
    demo: "演示", "demo";
    schematic: "路线为示意图，不用于导航", "the line is schematic, not for navigation";
    printed_from: "来自一路充 Yilu", "From Yilu 一路充";
    clock: "时间", "Time";
    arrive: "到达时", "On arrival";
}
