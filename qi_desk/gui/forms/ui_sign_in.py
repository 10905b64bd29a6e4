# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'sign_in.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import (ChoiceField, PasswordField)

class Ui_SignInForm(object):
    def setupUi(self, SignInForm):
        if not SignInForm.objectName():
            SignInForm.setObjectName(u"SignInForm")
        self.grid = QGridLayout(SignInForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.person = ChoiceField(SignInForm)
        self.person.setObjectName(u"person")
        self.person.setProperty(u"required", True)

        self.grid.addWidget(self.person, 0, 0, 1, 1)

        self.password = PasswordField(SignInForm)
        self.password.setObjectName(u"password")
        self.password.setProperty(u"required", True)

        self.grid.addWidget(self.password, 1, 0, 1, 1)

        self.row_2 = QHBoxLayout()
        self.row_2.setObjectName(u"row_2")
        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_2.addItem(self.space)

        self.recover = QPushButton(SignInForm)
        self.recover.setObjectName(u"recover")
        self.recover.setAutoDefault(False)

        self.row_2.addWidget(self.recover)

        self.enter = QPushButton(SignInForm)
        self.enter.setObjectName(u"enter")
        self.enter.setAutoDefault(False)

        self.row_2.addWidget(self.enter)


        self.grid.addLayout(self.row_2, 2, 0, 1, 1)

        self.grid.setColumnStretch(0, 1)

        self.retranslateUi(SignInForm)
    # setupUi

    def retranslateUi(self, SignInForm):
        SignInForm.setWindowTitle(QCoreApplication.translate("SignInForm", u"\u767b\u5f55", None))
        self.person.setProperty(u"label", QCoreApplication.translate("SignInForm", u"\u767b\u5f55\u4eba", None))
        self.password.setProperty(u"label", QCoreApplication.translate("SignInForm", u"\u5bc6\u7801", None))
        self.recover.setText(QCoreApplication.translate("SignInForm", u"\u5fd8\u8bb0\u5bc6\u7801", None))
        self.recover.setProperty(u"tone", QCoreApplication.translate("SignInForm", u"flat", None))
        self.enter.setText(QCoreApplication.translate("SignInForm", u"\u767b\u5f55 (Enter)", None))
        self.enter.setProperty(u"tone", QCoreApplication.translate("SignInForm", u"primary", None))
    # retranslateUi

