# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'password.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import PasswordField

class Ui_PasswordForm(object):
    def setupUi(self, PasswordForm):
        if not PasswordForm.objectName():
            PasswordForm.setObjectName(u"PasswordForm")
        self.grid = QGridLayout(PasswordForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.old = PasswordField(PasswordForm)
        self.old.setObjectName(u"old")
        self.old.setProperty(u"required", True)

        self.grid.addWidget(self.old, 0, 0, 1, 1)

        self.password = PasswordField(PasswordForm)
        self.password.setObjectName(u"password")
        self.password.setProperty(u"required", True)

        self.grid.addWidget(self.password, 1, 0, 1, 1)

        self.again = PasswordField(PasswordForm)
        self.again.setObjectName(u"again")
        self.again.setProperty(u"required", True)

        self.grid.addWidget(self.again, 2, 0, 1, 1)

        self.row_3 = QHBoxLayout()
        self.row_3.setObjectName(u"row_3")
        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_3.addItem(self.space)

        self.cancel = QPushButton(PasswordForm)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.row_3.addWidget(self.cancel)

        self.save = QPushButton(PasswordForm)
        self.save.setObjectName(u"save")
        self.save.setAutoDefault(False)

        self.row_3.addWidget(self.save)


        self.grid.addLayout(self.row_3, 3, 0, 1, 1)

        self.grid.setColumnStretch(0, 1)

        self.retranslateUi(PasswordForm)
    # setupUi

    def retranslateUi(self, PasswordForm):
        PasswordForm.setWindowTitle(QCoreApplication.translate("PasswordForm", u"\u4fee\u6539\u5bc6\u7801", None))
        self.old.setProperty(u"label", QCoreApplication.translate("PasswordForm", u"\u539f\u5bc6\u7801", None))
        self.password.setProperty(u"label", QCoreApplication.translate("PasswordForm", u"\u65b0\u5bc6\u7801", None))
        self.again.setProperty(u"label", QCoreApplication.translate("PasswordForm", u"\u518d\u8f93\u4e00\u6b21", None))
        self.cancel.setText(QCoreApplication.translate("PasswordForm", u"\u8fd4\u56de (Esc)", None))
        self.save.setText(QCoreApplication.translate("PasswordForm", u"\u4fee\u6539 (F9)", None))
        self.save.setProperty(u"tone", QCoreApplication.translate("PasswordForm", u"primary", None))
    # retranslateUi

