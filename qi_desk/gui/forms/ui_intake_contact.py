# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'intake_contact.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout)

from qi_desk.gui.widgets.fields import (CodeField, TextField)
from qi_desk.gui.widgets.items_field import SuggestField

class Ui_IntakeContactForm(object):
    def setupUi(self, IntakeContactForm):
        if not IntakeContactForm.objectName():
            IntakeContactForm.setObjectName(u"IntakeContactForm")
        self.grid = QGridLayout(IntakeContactForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.contact = SuggestField(IntakeContactForm)
        self.contact.setObjectName(u"contact")
        self.contact.setProperty(u"required", True)

        self.grid.addWidget(self.contact, 0, 0, 1, 1)

        self.phone = CodeField(IntakeContactForm)
        self.phone.setObjectName(u"phone")
        self.phone.setProperty(u"required", True)

        self.grid.addWidget(self.phone, 0, 1, 1, 1)

        self.post = TextField(IntakeContactForm)
        self.post.setObjectName(u"post")

        self.grid.addWidget(self.post, 1, 0, 1, 1)

        self.email = CodeField(IntakeContactForm)
        self.email.setObjectName(u"email")

        self.grid.addWidget(self.email, 1, 1, 1, 1)

        self.visitor = TextField(IntakeContactForm)
        self.visitor.setObjectName(u"visitor")

        self.grid.addWidget(self.visitor, 2, 0, 1, 1)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(IntakeContactForm)
    # setupUi

    def retranslateUi(self, IntakeContactForm):
        IntakeContactForm.setWindowTitle(QCoreApplication.translate("IntakeContactForm", u"\u8054\u7cfb\u4eba", None))
        self.contact.setProperty(u"label", QCoreApplication.translate("IntakeContactForm", u"\u8054\u7cfb\u4eba", None))
        self.phone.setProperty(u"label", QCoreApplication.translate("IntakeContactForm", u"\u8054\u7cfb\u7535\u8bdd", None))
        self.post.setProperty(u"label", QCoreApplication.translate("IntakeContactForm", u"\u804c\u52a1", None))
        self.email.setProperty(u"label", QCoreApplication.translate("IntakeContactForm", u"\u90ae\u7bb1", None))
        self.visitor.setProperty(u"label", QCoreApplication.translate("IntakeContactForm", u"\u6765\u8bbf\u4eba", None))
        self.visitor.setProperty(u"hint", QCoreApplication.translate("IntakeContactForm", u"\u4e0e\u8054\u7cfb\u4eba\u4e0d\u540c\u65f6\u586b", None))
    # retranslateUi

