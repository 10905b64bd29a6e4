# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'person.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import (ChoiceField, CodeField, DayField, PasswordField,
    TextField)

class Ui_PersonForm(object):
    def setupUi(self, PersonForm):
        if not PersonForm.objectName():
            PersonForm.setObjectName(u"PersonForm")
        self.grid = QGridLayout(PersonForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.staff_no = CodeField(PersonForm)
        self.staff_no.setObjectName(u"staff_no")
        self.staff_no.setProperty(u"required", True)

        self.grid.addWidget(self.staff_no, 0, 0, 1, 1)

        self.name = TextField(PersonForm)
        self.name.setObjectName(u"name")
        self.name.setProperty(u"required", True)

        self.grid.addWidget(self.name, 1, 0, 1, 1)

        self.role = ChoiceField(PersonForm)
        self.role.setObjectName(u"role")
        self.role.setProperty(u"required", True)

        self.grid.addWidget(self.role, 2, 0, 1, 1)

        self.phone = CodeField(PersonForm)
        self.phone.setObjectName(u"phone")

        self.grid.addWidget(self.phone, 3, 0, 1, 1)

        self.password = PasswordField(PersonForm)
        self.password.setObjectName(u"password")
        self.password.setProperty(u"required", True)

        self.grid.addWidget(self.password, 4, 0, 1, 1)

        self.trained_on = DayField(PersonForm)
        self.trained_on.setObjectName(u"trained_on")

        self.grid.addWidget(self.trained_on, 5, 0, 1, 1)

        self.row_6 = QHBoxLayout()
        self.row_6.setObjectName(u"row_6")
        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_6.addItem(self.space)

        self.cancel = QPushButton(PersonForm)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.row_6.addWidget(self.cancel)

        self.save = QPushButton(PersonForm)
        self.save.setObjectName(u"save")
        self.save.setAutoDefault(False)

        self.row_6.addWidget(self.save)


        self.grid.addLayout(self.row_6, 6, 0, 1, 1)

        self.grid.setColumnStretch(0, 1)

        self.retranslateUi(PersonForm)
    # setupUi

    def retranslateUi(self, PersonForm):
        PersonForm.setWindowTitle(QCoreApplication.translate("PersonForm", u"\u65b0\u589e\u4eba\u5458", None))
        self.staff_no.setProperty(u"label", QCoreApplication.translate("PersonForm", u"\u5de5\u53f7", None))
        self.name.setProperty(u"label", QCoreApplication.translate("PersonForm", u"\u59d3\u540d", None))
        self.role.setProperty(u"label", QCoreApplication.translate("PersonForm", u"\u5c97\u4f4d", None))
        self.phone.setProperty(u"label", QCoreApplication.translate("PersonForm", u"\u7535\u8bdd", None))
        self.password.setProperty(u"label", QCoreApplication.translate("PersonForm", u"\u9996\u6b21\u5bc6\u7801", None))
        self.trained_on.setProperty(u"label", QCoreApplication.translate("PersonForm", u"\u5c97\u524d\u57f9\u8bad\u65e5\u671f", None))
        self.trained_on.setProperty(u"hint", QCoreApplication.translate("PersonForm", u"\u8003\u6838\u5408\u683c\u7684\u65e5\u671f\uff1b\u6ca1\u6709\u5219\u6682\u4e0d\u80fd\u767b\u5f55", None))
        self.cancel.setText(QCoreApplication.translate("PersonForm", u"\u8fd4\u56de (Esc)", None))
        self.save.setText(QCoreApplication.translate("PersonForm", u"\u4fdd\u5b58 (F9)", None))
        self.save.setProperty(u"tone", QCoreApplication.translate("PersonForm", u"primary", None))
    # retranslateUi

