# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'enrol.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import CodeField

class Ui_EnrolForm(object):
    def setupUi(self, EnrolForm):
        if not EnrolForm.objectName():
            EnrolForm.setObjectName(u"EnrolForm")
        self.grid = QGridLayout(EnrolForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.url = CodeField(EnrolForm)
        self.url.setObjectName(u"url")
        self.url.setProperty(u"required", True)

        self.grid.addWidget(self.url, 0, 0, 1, 1)

        self.code = CodeField(EnrolForm)
        self.code.setObjectName(u"code")
        self.code.setProperty(u"required", True)

        self.grid.addWidget(self.code, 0, 1, 1, 1)

        self.row_1 = QHBoxLayout()
        self.row_1.setObjectName(u"row_1")
        self.enrol = QPushButton(EnrolForm)
        self.enrol.setObjectName(u"enrol")
        self.enrol.setAutoDefault(False)

        self.row_1.addWidget(self.enrol)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_1.addItem(self.space)


        self.grid.addLayout(self.row_1, 1, 0, 1, 2)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(EnrolForm)
    # setupUi

    def retranslateUi(self, EnrolForm):
        EnrolForm.setWindowTitle(QCoreApplication.translate("EnrolForm", u"\u63a5\u5165\u533a\u91cc", None))
        self.url.setProperty(u"label", QCoreApplication.translate("EnrolForm", u"\u533a\u5e73\u53f0\u5730\u5740", None))
        self.url.setProperty(u"hint", QCoreApplication.translate("EnrolForm", u"https://\u2026", None))
        self.code.setProperty(u"label", QCoreApplication.translate("EnrolForm", u"\u767b\u8bb0\u7801", None))
        self.code.setProperty(u"hint", QCoreApplication.translate("EnrolForm", u"\u5982 ABCD-EFGH-JKLM", None))
        self.enrol.setText(QCoreApplication.translate("EnrolForm", u"\u63a5\u5165\u533a\u91cc (Enter)", None))
        self.enrol.setProperty(u"tone", QCoreApplication.translate("EnrolForm", u"primary", None))
    # retranslateUi

