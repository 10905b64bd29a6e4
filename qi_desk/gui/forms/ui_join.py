# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'join.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import (ChoiceField, CodeField, PasswordField, TextField)

class Ui_JoinForm(object):
    def setupUi(self, JoinForm):
        if not JoinForm.objectName():
            JoinForm.setObjectName(u"JoinForm")
        self.grid = QGridLayout(JoinForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.about = QLabel(JoinForm)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.about.sizePolicy().hasHeightForWidth())
        self.about.setSizePolicy(sizePolicy)

        self.grid.addWidget(self.about, 0, 0, 1, 2)

        self.url = CodeField(JoinForm)
        self.url.setObjectName(u"url")
        self.url.setProperty(u"required", True)

        self.grid.addWidget(self.url, 1, 0, 1, 1)

        self.code = CodeField(JoinForm)
        self.code.setObjectName(u"code")
        self.code.setProperty(u"required", True)

        self.grid.addWidget(self.code, 1, 1, 1, 1)

        self.row_2 = QHBoxLayout()
        self.row_2.setObjectName(u"row_2")
        self.ask = QPushButton(JoinForm)
        self.ask.setObjectName(u"ask")
        self.ask.setAutoDefault(False)

        self.row_2.addWidget(self.ask)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_2.addItem(self.space)


        self.grid.addLayout(self.row_2, 2, 0, 1, 2)

        self.found = QLabel(JoinForm)
        self.found.setObjectName(u"found")
        self.found.setWordWrap(True)
        sizePolicy.setHeightForWidth(self.found.sizePolicy().hasHeightForWidth())
        self.found.setSizePolicy(sizePolicy)

        self.grid.addWidget(self.found, 3, 0, 1, 2)

        self.person = ChoiceField(JoinForm)
        self.person.setObjectName(u"person")
        self.person.setProperty(u"required", True)

        self.grid.addWidget(self.person, 4, 0, 1, 1)

        self.window = TextField(JoinForm)
        self.window.setObjectName(u"window")

        self.grid.addWidget(self.window, 4, 1, 1, 1)

        self.password = PasswordField(JoinForm)
        self.password.setObjectName(u"password")
        self.password.setProperty(u"required", True)

        self.grid.addWidget(self.password, 5, 0, 1, 1)

        self.again = PasswordField(JoinForm)
        self.again.setObjectName(u"again")
        self.again.setProperty(u"required", True)

        self.grid.addWidget(self.again, 5, 1, 1, 1)

        self.row_6 = QHBoxLayout()
        self.row_6.setObjectName(u"row_6")
        self.cancel = QPushButton(JoinForm)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.row_6.addWidget(self.cancel)

        self.space_below = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_6.addItem(self.space_below)

        self.join = QPushButton(JoinForm)
        self.join.setObjectName(u"join")
        self.join.setAutoDefault(False)

        self.row_6.addWidget(self.join)


        self.grid.addLayout(self.row_6, 6, 0, 1, 2)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(JoinForm)
    # setupUi

    def retranslateUi(self, JoinForm):
        JoinForm.setWindowTitle(QCoreApplication.translate("JoinForm", u"\u52a0\u5165\u5df2\u6709\u670d\u52a1\u7ad9", None))
        self.about.setText(QCoreApplication.translate("JoinForm", u"\u5411\u533a\u91cc\u8981\u4e00\u4e2a\u672c\u7ad9\u7684\u767b\u8bb0\u7801\uff0c\u586b\u5728\u8fd9\u91cc\u3002\u8fd9\u53f0\u7535\u8111\u4f1a\u6210\u4e3a\u672c\u7ad9\u7684\u53c8\u4e00\u4e2a\u7a97\u53e3\uff1a\u7f16\u53f7\u5b57\u6bcd\u7531\u533a\u91cc\u7ed9\uff0c\u672c\u7ad9\u7684\u5168\u90e8\u8d44\u6599\u53d6\u5230\u672c\u673a\u5e76\u52a0\u5bc6\u4fdd\u5b58\u3002", None))
        self.about.setProperty(u"tone", QCoreApplication.translate("JoinForm", u"muted", None))
        self.url.setProperty(u"label", QCoreApplication.translate("JoinForm", u"\u533a\u5e73\u53f0\u5730\u5740", None))
        self.url.setProperty(u"hint", QCoreApplication.translate("JoinForm", u"https://\u2026", None))
        self.code.setProperty(u"label", QCoreApplication.translate("JoinForm", u"\u767b\u8bb0\u7801", None))
        self.code.setProperty(u"hint", QCoreApplication.translate("JoinForm", u"\u5982 ABCD-EFGH-JKLM", None))
        self.ask.setText(QCoreApplication.translate("JoinForm", u"\u67e5\u4e00\u4e0b\u662f\u54ea\u4e2a\u7ad9 (Enter)", None))
        self.ask.setProperty(u"tone", QCoreApplication.translate("JoinForm", u"primary", None))
        self.found.setText("")
        self.found.setProperty(u"tone", QCoreApplication.translate("JoinForm", u"title", None))
        self.person.setProperty(u"label", QCoreApplication.translate("JoinForm", u"\u7ad9\u957f", None))
        self.window.setProperty(u"label", QCoreApplication.translate("JoinForm", u"\u7a97\u53e3\u540d\u79f0", None))
        self.window.setProperty(u"hint", QCoreApplication.translate("JoinForm", u"\u5982 2\u53f7\u7a97\u53e3", None))
        self.password.setProperty(u"label", QCoreApplication.translate("JoinForm", u"\u672c\u673a\u767b\u5f55\u5bc6\u7801", None))
        self.again.setProperty(u"label", QCoreApplication.translate("JoinForm", u"\u518d\u8f93\u4e00\u6b21", None))
        self.cancel.setText(QCoreApplication.translate("JoinForm", u"\u8fd4\u56de (Esc)", None))
        self.join.setText(QCoreApplication.translate("JoinForm", u"\u52a0\u5165\u5e76\u53d6\u8d44\u6599 (Ctrl+Enter)", None))
        self.join.setProperty(u"tone", QCoreApplication.translate("JoinForm", u"primary", None))
    # retranslateUi

