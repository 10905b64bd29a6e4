"""An invented district for the search benchmark: names and requests with the lengths and habits of real
ones."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from qi_desk.domain.credit_code import ALPHABET

_PLACES = (
    "广州市",
    "广州",
    "广州市番禺区",
    "广东",
    "番禺",
    "广州市南沙区",
    "佛山市顺德区",
    "深圳市",
    "东莞市",
)
_SYLLABLES = (
    "长隆宏达泰兴华盛伟业创新智能美佳恒通金源瑞丰德力康健博雅星光永利天河海大中南明珠万里嘉禾正信诚和顺安平富"
    "国民联合众成远东方圆科捷威龙凤翔鹏飞云峰岭林森木石玉莲荷梅兰竹菊重庆曾单仇乐行盖朴覃晟鑫淼焱垚"
)
_TRADES = (
    "电子科技",
    "机械设备",
    "食品",
    "塑料制品",
    "五金制品",
    "服装",
    "珠宝首饰",
    "灯光音响",
    "环保科技",
    "生物医药",
    "检测技术服务",
    "新材料",
    "信息科技",
    "汽车零部件",
    "模具",
    "包装印刷",
    "化妆品",
    "家具",
    "智能装备",
    "贸易",
)
_FORMS = (
    "有限公司",
    "有限公司",
    "有限公司",
    "有限责任公司",
    "股份有限公司",
    "厂",
    "集团有限公司",
    "（普通合伙）",
)
_PRODUCTS = (
    "压力表",
    "电能表",
    "LED灯具",
    "儿童玩具",
    "不锈钢餐具",
    "血压计",
    "电子秤",
    "工业机器人",
    "锂电池组",
    "变频器",
    "音响功放",
    "舞台灯",
    "食品接触材料",
    "动力电池",
    "PCB电路板",
    "注塑模具",
    "空气净化器",
    "热电偶",
    "游标卡尺",
)
_WANTS = (
    "需要办理{p}的检定与校准并出具证书",
    "咨询{p}产品执行标准及备案流程",
    "申请{p}型式试验和可靠性检测",
    "请求协助{p}出口欧盟的认证与合规评估",
    "希望对接{p}计量溯源与不确定度评定",
    "了解{p}质量管理体系认证补贴政策",
    "{p}批量生产中尺寸超差需要诊断改进",
    "拟参与{p}团体标准制定寻求起草单位",
)
_TAILS = (
    "要求两周内完成，现场取样由企业配合",
    "此前在外地机构做过一次，报告已经过期",
    "样品三台可送样，希望优惠并加急办理",
    "客户来厂验货前必须拿到结果，请专员跟进",
    "资料不全，先了解所需材料和费用标准",
    "涉及新工艺，技术细节须保密处理",
)
_STANDARDS = (
    "GB/T 19001-2016",
    "GB 4806.9-2016",
    "JJG 52-2013",
    "GB 7000.1-2015",
    "IEC 60335-1",
    "GB 31241-2022",
)
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁单仇区"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文婷雪慧玲俊浩然子轩梓涵思远嘉怡"


@dataclass
class Corpus:
    """Rows by table, made by `seed`; `text` counts the bytes of what is searched."""

    enterprises: int
    requests: int
    seed: int = 7
    text: int = 0
    names: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def enterprise_rows(self) -> Iterator[tuple[str, str, str | None, str, str]]:
        """eid, name, former names (JSON), credit code, products."""
        pick = self._random
        for place in range(self.enterprises):
            name = self._name()
            former = f'["{self._name()}"]' if pick.random() < 0.05 else None
            body = "".join(pick.choices(ALPHABET, k=9))
            code = f"91440113MA{body[:8]}"[:17] + body[8]
            products = "、".join(pick.sample(_PRODUCTS, 2))
            eid = str(uuid.uuid5(uuid.NAMESPACE_OID, code + str(place)))
            self.names.append(name)
            self.ids.append(eid)
            self._count(name, former or "", code, products)
            yield eid, name, former, code, products

    def contact_rows(self) -> Iterator[tuple[str, str, str, str]]:
        """eid, client, name, phone: one for every second enterprise."""
        pick = self._random
        for place, client in enumerate(self.ids[::2]):
            name = pick.choice(_FAMILY) + "".join(pick.choices(_GIVEN, k=pick.choice((1, 2, 2))))
            phone = f"13{pick.randrange(10**9):09d}"
            self._count(name, phone)
            yield f"0190{place:08x}-0000-7000-8000-{place:012x}", client, name, phone

    def request_rows(self) -> Iterator[tuple[str | None, ...]]:
        """eid, number, client, product, standards (JSON), description, registered_at."""
        pick = self._random
        for place in range(self.requests):
            day = place // 120
            date = f"{2020 + day // 336}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}"
            parts = (
                date.replace("-", ""),
                "AB"[place % 2],
                f"{place % 120 // 2 + 1:04d}",
                ALPHABET[place % 31],
            )
            number = "-".join(("PY03-XQ", *parts))
            product = pick.choice(_PRODUCTS)
            description = pick.choice(_WANTS).format(p=product) + "，" + pick.choice(_TAILS)
            standards = f'["{pick.choice(_STANDARDS)}"]' if pick.random() < 0.4 else None
            self._count(number, product, description, standards or "")
            eid = f"0191{place:08x}-0000-7000-8000-{place:012x}"
            yield (
                eid,
                number,
                pick.choice(self.ids),
                product,
                standards,
                description,
                f"{date}T09:00:00.000+08:00",
            )

    def _name(self) -> str:
        pick = self._random
        trade = "".join(pick.choices(_SYLLABLES, k=pick.choice((2, 2, 2, 3, 4))))
        return pick.choice(_PLACES) + trade + pick.choice(_TRADES) + pick.choice(_FORMS)

    def _count(self, *texts: str) -> None:
        self.text += sum(len(text.encode()) for text in texts)
