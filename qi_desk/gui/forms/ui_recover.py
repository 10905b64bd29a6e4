# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'recover.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import (ChoiceField, CodeField, PasswordField)

class Ui_RecoverForm(object):
    def setupUi(self, RecoverForm):
        if not RecoverForm.objectName():
            RecoverForm.setObjectName(u"RecoverForm")
        self.grid = QGridLayout(RecoverForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.about = QLabel(RecoverForm)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.about.sizePolicy().hasHeightForWidth())
        self.about.setSizePolicy(sizePolicy)

        self.grid.addWidget(self.about, 0, 0, 1, 1)

        self.person = ChoiceField(RecoverForm)
        self.person.setObjectName(u"person")
        self.person.setProperty(u"required", True)

        self.grid.addWidget(self.person, 1, 0, 1, 1)

        self.code = CodeField(RecoverForm)
        self.code.setObjectName(u"code")
        self.code.setProperty(u"required", True)

        self.grid.addWidget(self.code, 2, 0, 1, 1)

        self.password = PasswordField(RecoverForm)
        self.password.setObjectName(u"password")
        self.password.setProperty(u"required", True)

        self.grid.addWidget(self.password, 3, 0, 1, 1)

        self.again = PasswordField(RecoverForm)
        self.again.setObjectName(u"again")
        self.again.setProperty(u"required", True)

        self.grid.addWidget(self.again, 4, 0, 1, 1)

        self.row_5 = QHBoxLayout()
        self.row_5.setObjectName(u"row_5")
        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_5.addItem(self.space)

        self.cancel = QPushButton(RecoverForm)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.row_5.addWidget(self.cancel)

        self.reset = QPushButton(RecoverForm)
        self.reset.setObjectName(u"reset")
        self.reset.setAutoDefault(False)

        self.row_5.addWidget(self.reset)


        self.grid.addLayout(self.row_5, 5, 0, 1, 1)

        self.grid.setColumnStretch(0, 1)

        self.retranslateUi(RecoverForm)
    # setupUi

    def retranslateUi(self, RecoverForm):
        RecoverForm.setWindowTitle(QCoreApplication.translate("RecoverForm", u"\u7528\u6062\u590d\u7801\u91cd\u8bbe\u5bc6\u7801", None))
        self.about.setText(QCoreApplication.translate("RecoverForm", u"\u8bf7\u53d6\u51fa\u5bc6\u5c01\u4fdd\u7ba1\u7684\u6062\u590d\u7801\u3002\u8f93\u5165\u540e\u53ef\u4ee5\u4e3a\u6240\u9009\u7684\u4eba\u8bbe\u4e00\u4e2a\u65b0\u5bc6\u7801\uff0c\u8d44\u6599\u4e0d\u53d7\u5f71\u54cd\u3002", None))
        self.about.setProperty(u"tone", QCoreApplication.translate("RecoverForm", u"muted", None))
        self.person.setProperty(u"label", QCoreApplication.translate("RecoverForm", u"\u91cd\u8bbe\u7ed9", None))
        self.code.setProperty(u"label", QCoreApplication.translate("RecoverForm", u"\u6062\u590d\u7801", None))
        self.code.setProperty(u"hint", QCoreApplication.translate("RecoverForm", u"8 \u7ec4\uff0c\u6bcf\u7ec4 5 \u4e2a\u5b57\u7b26", None))
        self.password.setProperty(u"label", QCoreApplication.translate("RecoverForm", u"\u65b0\u5bc6\u7801", None))
        self.again.setProperty(u"label", QCoreApplication.translate("RecoverForm", u"\u518d\u8f93\u4e00\u6b21", None))
        self.cancel.setText(QCoreApplication.translate("RecoverForm", u"\u8fd4\u56de (Esc)", None))
        self.reset.setText(QCoreApplication.translate("RecoverForm", u"\u91cd\u8bbe\u5bc6\u7801 (Ctrl+Enter)", None))
        self.reset.setProperty(u"tone", QCoreApplication.translate("RecoverForm", u"primary", None))
    # retranslateUi

