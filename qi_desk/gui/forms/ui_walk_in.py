# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'walk_in.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import (ChoiceField, CodeField, TextField)
from qi_desk.gui.widgets.items_field import SuggestField

class Ui_WalkInForm(object):
    def setupUi(self, WalkInForm):
        if not WalkInForm.objectName():
            WalkInForm.setObjectName(u"WalkInForm")
        self.grid = QGridLayout(WalkInForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.known = SuggestField(WalkInForm)
        self.known.setObjectName(u"known")

        self.grid.addWidget(self.known, 0, 0, 1, 2)

        self.name = TextField(WalkInForm)
        self.name.setObjectName(u"name")

        self.grid.addWidget(self.name, 1, 0, 1, 1)

        self.organisation = TextField(WalkInForm)
        self.organisation.setObjectName(u"organisation")

        self.grid.addWidget(self.organisation, 1, 1, 1, 1)

        self.subject = TextField(WalkInForm)
        self.subject.setObjectName(u"subject")
        self.subject.setProperty(u"required", True)

        self.grid.addWidget(self.subject, 2, 0, 1, 2)

        self.type = ChoiceField(WalkInForm)
        self.type.setObjectName(u"type")

        self.grid.addWidget(self.type, 3, 0, 1, 1)

        self.phone = CodeField(WalkInForm)
        self.phone.setObjectName(u"phone")

        self.grid.addWidget(self.phone, 3, 1, 1, 1)

        self.more_head = QLabel(WalkInForm)
        self.more_head.setObjectName(u"more_head")
        self.more_head.setWordWrap(True)
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.more_head.sizePolicy().hasHeightForWidth())
        self.more_head.setSizePolicy(sizePolicy)

        self.grid.addWidget(self.more_head, 4, 0, 1, 2)

        self.priority = ChoiceField(WalkInForm)
        self.priority.setObjectName(u"priority")

        self.grid.addWidget(self.priority, 5, 0, 1, 1)

        self.salutation = ChoiceField(WalkInForm)
        self.salutation.setObjectName(u"salutation")

        self.grid.addWidget(self.salutation, 5, 1, 1, 1)

        self.head_count = CodeField(WalkInForm)
        self.head_count.setObjectName(u"head_count")

        self.grid.addWidget(self.head_count, 6, 0, 1, 1)

        self.visited = TextField(WalkInForm)
        self.visited.setObjectName(u"visited")

        self.grid.addWidget(self.visited, 6, 1, 1, 1)

        self.badge = CodeField(WalkInForm)
        self.badge.setObjectName(u"badge")

        self.grid.addWidget(self.badge, 7, 0, 1, 1)

        self.id_purpose = ChoiceField(WalkInForm)
        self.id_purpose.setObjectName(u"id_purpose")

        self.grid.addWidget(self.id_purpose, 7, 1, 1, 1)

        self.id_kind = ChoiceField(WalkInForm)
        self.id_kind.setObjectName(u"id_kind")

        self.grid.addWidget(self.id_kind, 8, 0, 1, 1)

        self.id_number = CodeField(WalkInForm)
        self.id_number.setObjectName(u"id_number")

        self.grid.addWidget(self.id_number, 8, 1, 1, 1)

        self.row_9 = QHBoxLayout()
        self.row_9.setObjectName(u"row_9")
        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_9.addItem(self.space)

        self.cancel = QPushButton(WalkInForm)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.row_9.addWidget(self.cancel)

        self.queue = QPushButton(WalkInForm)
        self.queue.setObjectName(u"queue")
        self.queue.setAutoDefault(False)

        self.row_9.addWidget(self.queue)

        self.begin = QPushButton(WalkInForm)
        self.begin.setObjectName(u"begin")
        self.begin.setAutoDefault(False)

        self.row_9.addWidget(self.begin)


        self.grid.addLayout(self.row_9, 9, 0, 1, 2)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(WalkInForm)
    # setupUi

    def retranslateUi(self, WalkInForm):
        WalkInForm.setWindowTitle(QCoreApplication.translate("WalkInForm", u"\u65b0\u6765\u8bbf", None))
        self.known.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u8001\u8bbf\u5ba2", None))
        self.known.setProperty(u"hint", QCoreApplication.translate("WalkInForm", u"\u7535\u8bdd\u5c3e\u53f7\u3001\u59d3\u540d\u6216\u5355\u4f4d\uff0c\u56de\u8f66\u5e26\u51fa", None))
        self.name.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u59d3\u540d", None))
        self.organisation.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u5355\u4f4d", None))
        self.subject.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u4ec0\u4e48\u4e8b", None))
        self.type.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u6765\u8bbf\u7c7b\u578b", None))
        self.phone.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u7535\u8bdd", None))
        self.more_head.setText(QCoreApplication.translate("WalkInForm", u"\u4ee5\u4e0b\u90fd\u53ef\u4ee5\u4e0d\u586b", None))
        self.more_head.setProperty(u"tone", QCoreApplication.translate("WalkInForm", u"muted", None))
        self.priority.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u4f18\u5148", None))
        self.salutation.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u79f0\u547c", None))
        self.head_count.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u4eba\u6570", None))
        self.visited.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u627e\u8c01", None))
        self.badge.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u8bbf\u5ba2\u8bc1\u53f7", None))
        self.id_purpose.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u6838\u5bf9\u8bc1\u4ef6", None))
        self.id_kind.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u8bc1\u4ef6\u7c7b\u578b", None))
        self.id_number.setProperty(u"label", QCoreApplication.translate("WalkInForm", u"\u8bc1\u4ef6\u53f7\u7801", None))
        self.cancel.setText(QCoreApplication.translate("WalkInForm", u"\u8fd4\u56de (Esc)", None))
        self.queue.setText(QCoreApplication.translate("WalkInForm", u"\u53d6\u53f7 (F9)", None))
        self.begin.setText(QCoreApplication.translate("WalkInForm", u"\u76f4\u63a5\u53d7\u7406 (F10)", None))
        self.begin.setProperty(u"tone", QCoreApplication.translate("WalkInForm", u"primary", None))
    # retranslateUi

