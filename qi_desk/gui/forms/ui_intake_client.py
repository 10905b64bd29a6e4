# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'intake_client.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout)

from qi_desk.gui.widgets.fields import (ChoiceField, CodeField, TextField)
from qi_desk.gui.widgets.items_field import SuggestField

class Ui_IntakeClientForm(object):
    def setupUi(self, IntakeClientForm):
        if not IntakeClientForm.objectName():
            IntakeClientForm.setObjectName(u"IntakeClientForm")
        self.grid = QGridLayout(IntakeClientForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.client = SuggestField(IntakeClientForm)
        self.client.setObjectName(u"client")
        self.client.setProperty(u"required", True)

        self.grid.addWidget(self.client, 0, 0, 1, 1)

        self.credit_code = CodeField(IntakeClientForm)
        self.credit_code.setObjectName(u"credit_code")
        self.credit_code.setProperty(u"required", True)

        self.grid.addWidget(self.credit_code, 0, 1, 1, 1)

        self.kind = ChoiceField(IntakeClientForm)
        self.kind.setObjectName(u"kind")
        self.kind.setProperty(u"required", True)

        self.grid.addWidget(self.kind, 1, 0, 1, 1)

        self.address = TextField(IntakeClientForm)
        self.address.setObjectName(u"address")

        self.grid.addWidget(self.address, 1, 1, 1, 1)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(IntakeClientForm)
    # setupUi

    def retranslateUi(self, IntakeClientForm):
        IntakeClientForm.setWindowTitle(QCoreApplication.translate("IntakeClientForm", u"\u670d\u52a1\u5bf9\u8c61", None))
        self.client.setProperty(u"label", QCoreApplication.translate("IntakeClientForm", u"\u5355\u4f4d\u540d\u79f0", None))
        self.client.setProperty(u"hint", QCoreApplication.translate("IntakeClientForm", u"\u540d\u79f0\u3001\u9996\u5b57\u6bcd\u6216\u4fe1\u7528\u4ee3\u7801", None))
        self.credit_code.setProperty(u"label", QCoreApplication.translate("IntakeClientForm", u"\u7edf\u4e00\u793e\u4f1a\u4fe1\u7528\u4ee3\u7801", None))
        self.kind.setProperty(u"label", QCoreApplication.translate("IntakeClientForm", u"\u5bf9\u8c61\u7c7b\u578b", None))
        self.address.setProperty(u"label", QCoreApplication.translate("IntakeClientForm", u"\u5730\u5740", None))
    # retranslateUi

