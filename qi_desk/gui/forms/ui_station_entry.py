# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'station_entry.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import (ChoiceField, CodeField, TextField)

class Ui_StationEntryForm(object):
    def setupUi(self, StationEntryForm):
        if not StationEntryForm.objectName():
            StationEntryForm.setObjectName(u"StationEntryForm")
        self.grid = QGridLayout(StationEntryForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.name = TextField(StationEntryForm)
        self.name.setObjectName(u"name")
        self.name.setProperty(u"required", True)

        self.grid.addWidget(self.name, 0, 0, 1, 2)

        self.park = TextField(StationEntryForm)
        self.park.setObjectName(u"park")

        self.grid.addWidget(self.park, 1, 0, 1, 1)

        self.address = TextField(StationEntryForm)
        self.address.setObjectName(u"address")

        self.grid.addWidget(self.address, 1, 1, 1, 1)

        self.district = ChoiceField(StationEntryForm)
        self.district.setObjectName(u"district")

        self.grid.addWidget(self.district, 2, 0, 1, 1)

        self.street = ChoiceField(StationEntryForm)
        self.street.setObjectName(u"street")

        self.grid.addWidget(self.street, 2, 1, 1, 1)

        self.phone = CodeField(StationEntryForm)
        self.phone.setObjectName(u"phone")

        self.grid.addWidget(self.phone, 3, 0, 1, 1)

        self.supervision_phone = CodeField(StationEntryForm)
        self.supervision_phone.setObjectName(u"supervision_phone")

        self.grid.addWidget(self.supervision_phone, 3, 1, 1, 1)

        self.opening = TextField(StationEntryForm)
        self.opening.setObjectName(u"opening")
        self.opening.setProperty(u"required", True)

        self.grid.addWidget(self.opening, 4, 0, 1, 2)

        self.row_5 = QHBoxLayout()
        self.row_5.setObjectName(u"row_5")
        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_5.addItem(self.space)

        self.cancel = QPushButton(StationEntryForm)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.row_5.addWidget(self.cancel)

        self.save = QPushButton(StationEntryForm)
        self.save.setObjectName(u"save")
        self.save.setAutoDefault(False)

        self.row_5.addWidget(self.save)


        self.grid.addLayout(self.row_5, 5, 0, 1, 2)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(StationEntryForm)
    # setupUi

    def retranslateUi(self, StationEntryForm):
        StationEntryForm.setWindowTitle(QCoreApplication.translate("StationEntryForm", u"\u672c\u7ad9\u767b\u8bb0", None))
        self.name.setProperty(u"label", QCoreApplication.translate("StationEntryForm", u"\u7ad9\u70b9\u540d\u79f0", None))
        self.park.setProperty(u"label", QCoreApplication.translate("StationEntryForm", u"\u6240\u5728\u56ed\u533a", None))
        self.address.setProperty(u"label", QCoreApplication.translate("StationEntryForm", u"\u5730\u5740", None))
        self.district.setProperty(u"label", QCoreApplication.translate("StationEntryForm", u"\u533a", None))
        self.street.setProperty(u"label", QCoreApplication.translate("StationEntryForm", u"\u8857\u9547", None))
        self.phone.setProperty(u"label", QCoreApplication.translate("StationEntryForm", u"\u670d\u52a1\u7535\u8bdd", None))
        self.supervision_phone.setProperty(u"label", QCoreApplication.translate("StationEntryForm", u"\u76d1\u7763\u7535\u8bdd", None))
        self.opening.setProperty(u"label", QCoreApplication.translate("StationEntryForm", u"\u5f00\u653e\u65f6\u95f4", None))
        self.opening.setProperty(u"hint", QCoreApplication.translate("StationEntryForm", u"08:30-12:00 14:00-17:30\uff1b\u4e0b\u6b21\u767b\u5f55\u8d77\u6309\u65b0\u7684\u7b97", None))
        self.cancel.setText(QCoreApplication.translate("StationEntryForm", u"\u8fd4\u56de (Esc)", None))
        self.save.setText(QCoreApplication.translate("StationEntryForm", u"\u4fdd\u5b58 (F9)", None))
        self.save.setProperty(u"tone", QCoreApplication.translate("StationEntryForm", u"primary", None))
    # retranslateUi

