# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'desk_settings.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout)

from qi_desk.gui.widgets.fields import (ChoiceField, FlagField)

class Ui_DeskSettingsForm(object):
    def setupUi(self, DeskSettingsForm):
        if not DeskSettingsForm.objectName():
            DeskSettingsForm.setObjectName(u"DeskSettingsForm")
        self.grid = QGridLayout(DeskSettingsForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.theme = ChoiceField(DeskSettingsForm)
        self.theme.setObjectName(u"theme")

        self.grid.addWidget(self.theme, 0, 0, 1, 1)

        self.text = ChoiceField(DeskSettingsForm)
        self.text.setObjectName(u"text")

        self.grid.addWidget(self.text, 0, 1, 1, 1)

        self.receipt = ChoiceField(DeskSettingsForm)
        self.receipt.setObjectName(u"receipt")

        self.grid.addWidget(self.receipt, 1, 0, 1, 1)

        self.slip = FlagField(DeskSettingsForm)
        self.slip.setObjectName(u"slip")

        self.grid.addWidget(self.slip, 1, 1, 1, 1)

        self.printer_a4 = ChoiceField(DeskSettingsForm)
        self.printer_a4.setObjectName(u"printer_a4")

        self.grid.addWidget(self.printer_a4, 2, 0, 1, 1)

        self.printer_a5 = ChoiceField(DeskSettingsForm)
        self.printer_a5.setObjectName(u"printer_a5")

        self.grid.addWidget(self.printer_a5, 2, 1, 1, 1)

        self.printer_80mm = ChoiceField(DeskSettingsForm)
        self.printer_80mm.setObjectName(u"printer_80mm")

        self.grid.addWidget(self.printer_80mm, 3, 0, 1, 1)

        self.printer_list = ChoiceField(DeskSettingsForm)
        self.printer_list.setObjectName(u"printer_list")

        self.grid.addWidget(self.printer_list, 3, 1, 1, 1)

        self.body_font = ChoiceField(DeskSettingsForm)
        self.body_font.setObjectName(u"body_font")

        self.grid.addWidget(self.body_font, 4, 0, 1, 1)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(DeskSettingsForm)
    # setupUi

    def retranslateUi(self, DeskSettingsForm):
        DeskSettingsForm.setWindowTitle(QCoreApplication.translate("DeskSettingsForm", u"\u672c\u673a\u8bbe\u7f6e", None))
        self.theme.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"\u5916\u89c2", None))
        self.text.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"\u5b57\u53f7", None))
        self.receipt.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"\u56de\u6267\u6837\u5f0f", None))
        self.slip.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"\u53d6\u53f7\u65f6\u6253\u5370\u5c0f\u7968", None))
        self.printer_a4.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"A4 \u6253\u5370\u673a", None))
        self.printer_a5.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"A5 \u6253\u5370\u673a", None))
        self.printer_80mm.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"\u5c0f\u7968\u6253\u5370\u673a", None))
        self.printer_list.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"A4 \u6587\u4e66\u6253\u5370\u673a", None))
        self.body_font.setProperty(u"label", QCoreApplication.translate("DeskSettingsForm", u"\u516c\u6587\u6b63\u6587\u5b57\u4f53", None))
    # retranslateUi

