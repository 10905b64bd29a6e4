# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'quick_answer.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import (ChoiceField, CodeField, LongField, TextField)
from qi_desk.gui.widgets.items_field import (ItemsField, SuggestField)

class Ui_QuickAnswerForm(object):
    def setupUi(self, QuickAnswerForm):
        if not QuickAnswerForm.objectName():
            QuickAnswerForm.setObjectName(u"QuickAnswerForm")
        self.grid = QGridLayout(QuickAnswerForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.client = SuggestField(QuickAnswerForm)
        self.client.setObjectName(u"client")
        self.client.setProperty(u"required", True)

        self.grid.addWidget(self.client, 0, 0, 1, 1)

        self.items = ItemsField(QuickAnswerForm)
        self.items.setObjectName(u"items")
        self.items.setProperty(u"required", True)

        self.grid.addWidget(self.items, 1, 0, 1, 1)

        self.question = LongField(QuickAnswerForm)
        self.question.setObjectName(u"question")
        self.question.setProperty(u"required", True)

        self.grid.addWidget(self.question, 2, 0, 1, 1)

        self.answer = LongField(QuickAnswerForm)
        self.answer.setObjectName(u"answer")
        self.answer.setProperty(u"required", True)

        self.grid.addWidget(self.answer, 3, 0, 1, 1)

        self.basis = TextField(QuickAnswerForm)
        self.basis.setObjectName(u"basis")

        self.grid.addWidget(self.basis, 4, 0, 1, 1)

        self.phone = CodeField(QuickAnswerForm)
        self.phone.setObjectName(u"phone")

        self.grid.addWidget(self.phone, 5, 0, 1, 1)

        self.solved = ChoiceField(QuickAnswerForm)
        self.solved.setObjectName(u"solved")
        self.solved.setProperty(u"required", True)

        self.grid.addWidget(self.solved, 6, 0, 1, 1)

        self.row_7 = QHBoxLayout()
        self.row_7.setObjectName(u"row_7")
        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_7.addItem(self.space)

        self.cancel = QPushButton(QuickAnswerForm)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.row_7.addWidget(self.cancel)

        self.close_matter = QPushButton(QuickAnswerForm)
        self.close_matter.setObjectName(u"close_matter")
        self.close_matter.setAutoDefault(False)

        self.row_7.addWidget(self.close_matter)


        self.grid.addLayout(self.row_7, 7, 0, 1, 1)

        self.grid.setColumnStretch(0, 1)

        self.retranslateUi(QuickAnswerForm)
    # setupUi

    def retranslateUi(self, QuickAnswerForm):
        QuickAnswerForm.setWindowTitle(QCoreApplication.translate("QuickAnswerForm", u"\u5373\u95ee\u5373\u7b54", None))
        self.client.setProperty(u"label", QCoreApplication.translate("QuickAnswerForm", u"\u8c01\u95ee\u7684", None))
        self.client.setProperty(u"hint", QCoreApplication.translate("QuickAnswerForm", u"\u5355\u4f4d\u3001\u59d3\u540d\uff1b\u67e5\u5230\u5c31\u9009", None))
        self.items.setProperty(u"label", QCoreApplication.translate("QuickAnswerForm", u"\u95ee\u7684\u4e8b\u9879", None))
        self.question.setProperty(u"label", QCoreApplication.translate("QuickAnswerForm", u"\u95ee\u4ec0\u4e48", None))
        self.answer.setProperty(u"label", QCoreApplication.translate("QuickAnswerForm", u"\u600e\u4e48\u7b54\u7684", None))
        self.basis.setProperty(u"label", QCoreApplication.translate("QuickAnswerForm", u"\u4f9d\u636e", None))
        self.basis.setProperty(u"hint", QCoreApplication.translate("QuickAnswerForm", u"\u6807\u51c6\u3001\u6587\u4ef6\u6216\u7f51\u5740", None))
        self.phone.setProperty(u"label", QCoreApplication.translate("QuickAnswerForm", u"\u7535\u8bdd", None))
        self.phone.setProperty(u"hint", QCoreApplication.translate("QuickAnswerForm", u"\u8981\u56de\u8bbf\u624d\u586b", None))
        self.solved.setProperty(u"label", QCoreApplication.translate("QuickAnswerForm", u"\u89e3\u51b3\u4e86\u5417", None))
        self.cancel.setText(QCoreApplication.translate("QuickAnswerForm", u"\u8fd4\u56de (Esc)", None))
        self.close_matter.setText(QCoreApplication.translate("QuickAnswerForm", u"\u7b54\u590d\u5e76\u529e\u7ed3 (F9)", None))
        self.close_matter.setProperty(u"tone", QCoreApplication.translate("QuickAnswerForm", u"primary", None))
    # retranslateUi

