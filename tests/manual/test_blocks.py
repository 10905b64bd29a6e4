"""A chapter's text is read the same way for the window, the paper and the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.manual import blocks
from qi_desk.manual.blocks import Block, Span

CHAPTER = """# 标题

先说一句，按「F9」。

## 一节 {#one}
1. 第一步
2. 第二步，见[别处](other#place)
- 一点
> 注意
| 甲 | 乙 |
|---|---|
| **一** | 二 |
![图注](a-b.png)
{{keys}}
"""


def test_every_kind_of_block_is_read() -> None:
    title, body = blocks.parse(CHAPTER)
    assert title == "标题"
    assert body == (
        Block(blocks.TEXT, "先说一句，按「F9」。"),
        Block(blocks.HEADING, "一节", "one"),
        Block(blocks.STEPS, rows=(("第一步",), ("第二步，见[别处](other#place)",))),
        Block(blocks.POINTS, rows=(("一点",),)),
        Block(blocks.NOTE, "注意"),
        Block(blocks.TABLE, rows=(("甲", "乙"), ("**一**", "二"))),
        Block(blocks.PICTURE, "图注", file="a-b.png"),
        Block(blocks.MADE, "keys"),
    )


def test_a_line_holds_keys_strong_words_and_links() -> None:
    assert list(blocks.spans("按「F9」**保存**，见[别处](other#place)。")) == [
        Span(blocks.PLAIN, "按"),
        Span(blocks.KEY, "F9"),
        Span(blocks.STRONG, "保存"),
        Span(blocks.PLAIN, "，见"),
        Span(blocks.LINK, "别处", "other#place"),
        Span(blocks.PLAIN, "。"),
    ]


@pytest.mark.parametrize(
    "text",
    ["没有标题", "# 题\n## ", "# 题\n| 甲 | 乙 |\n| 一 |", "# 题\n![图](../secret.png)", "# 题\n{{ 别的 }}"],
)
def test_what_is_not_in_this_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".|^$"):
        blocks.parse(text)


@given(st.text(alphabet="甲乙丙，。F9「」*[]()#ab", max_size=40))
def test_no_character_of_a_line_is_lost(text: str) -> None:
    left = "".join(one.text + one.target for one in blocks.spans(text))
    marks = str.maketrans("", "", "「」*[]()")
    assert left.translate(marks) == text.translate(marks)
