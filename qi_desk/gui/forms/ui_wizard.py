# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'wizard.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem)

from qi_desk.gui.widgets.fields import (ChoiceField, CodeField, PasswordField, TextField)

class Ui_WizardForm(object):
    def setupUi(self, WizardForm):
        if not WizardForm.objectName():
            WizardForm.setObjectName(u"WizardForm")
        self.grid = QGridLayout(WizardForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(16, 16, 16, 16)
        self.station_head = QLabel(WizardForm)
        self.station_head.setObjectName(u"station_head")
        self.station_head.setWordWrap(True)
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.station_head.sizePolicy().hasHeightForWidth())
        self.station_head.setSizePolicy(sizePolicy)

        self.grid.addWidget(self.station_head, 0, 0, 1, 2)

        self.code = CodeField(WizardForm)
        self.code.setObjectName(u"code")
        self.code.setProperty(u"required", True)

        self.grid.addWidget(self.code, 1, 0, 1, 1)

        self.name = TextField(WizardForm)
        self.name.setObjectName(u"name")
        self.name.setProperty(u"required", True)

        self.grid.addWidget(self.name, 1, 1, 1, 1)

        self.park = TextField(WizardForm)
        self.park.setObjectName(u"park")

        self.grid.addWidget(self.park, 2, 0, 1, 1)

        self.address = TextField(WizardForm)
        self.address.setObjectName(u"address")

        self.grid.addWidget(self.address, 2, 1, 1, 1)

        self.district = ChoiceField(WizardForm)
        self.district.setObjectName(u"district")

        self.grid.addWidget(self.district, 3, 0, 1, 1)

        self.street = ChoiceField(WizardForm)
        self.street.setObjectName(u"street")

        self.grid.addWidget(self.street, 3, 1, 1, 1)

        self.phone = CodeField(WizardForm)
        self.phone.setObjectName(u"phone")

        self.grid.addWidget(self.phone, 4, 0, 1, 1)

        self.supervision_phone = CodeField(WizardForm)
        self.supervision_phone.setObjectName(u"supervision_phone")

        self.grid.addWidget(self.supervision_phone, 4, 1, 1, 1)

        self.opening = TextField(WizardForm)
        self.opening.setObjectName(u"opening")
        self.opening.setProperty(u"required", True)

        self.grid.addWidget(self.opening, 5, 0, 1, 1)

        self.desk_head = QLabel(WizardForm)
        self.desk_head.setObjectName(u"desk_head")
        self.desk_head.setWordWrap(True)
        sizePolicy.setHeightForWidth(self.desk_head.sizePolicy().hasHeightForWidth())
        self.desk_head.setSizePolicy(sizePolicy)

        self.grid.addWidget(self.desk_head, 6, 0, 1, 2)

        self.letter = CodeField(WizardForm)
        self.letter.setObjectName(u"letter")
        self.letter.setProperty(u"required", True)

        self.grid.addWidget(self.letter, 7, 0, 1, 1)

        self.window = TextField(WizardForm)
        self.window.setObjectName(u"window")

        self.grid.addWidget(self.window, 7, 1, 1, 1)

        self.manager_head = QLabel(WizardForm)
        self.manager_head.setObjectName(u"manager_head")
        self.manager_head.setWordWrap(True)
        sizePolicy.setHeightForWidth(self.manager_head.sizePolicy().hasHeightForWidth())
        self.manager_head.setSizePolicy(sizePolicy)

        self.grid.addWidget(self.manager_head, 8, 0, 1, 2)

        self.manager_name = TextField(WizardForm)
        self.manager_name.setObjectName(u"manager_name")
        self.manager_name.setProperty(u"required", True)

        self.grid.addWidget(self.manager_name, 9, 0, 1, 1)

        self.manager_no = CodeField(WizardForm)
        self.manager_no.setObjectName(u"manager_no")
        self.manager_no.setProperty(u"required", True)

        self.grid.addWidget(self.manager_no, 9, 1, 1, 1)

        self.password = PasswordField(WizardForm)
        self.password.setObjectName(u"password")
        self.password.setProperty(u"required", True)

        self.grid.addWidget(self.password, 10, 0, 1, 1)

        self.again = PasswordField(WizardForm)
        self.again.setObjectName(u"again")
        self.again.setProperty(u"required", True)

        self.grid.addWidget(self.again, 10, 1, 1, 1)

        self.row_11 = QHBoxLayout()
        self.row_11.setSpacing(8)
        self.row_11.setObjectName(u"row_11")
        self.practice = QPushButton(WizardForm)
        self.practice.setObjectName(u"practice")
        self.practice.setAutoDefault(False)

        self.row_11.addWidget(self.practice)

        self.join = QPushButton(WizardForm)
        self.join.setObjectName(u"join")
        self.join.setAutoDefault(False)

        self.row_11.addWidget(self.join)

        self.restore = QPushButton(WizardForm)
        self.restore.setObjectName(u"restore")
        self.restore.setAutoDefault(False)

        self.row_11.addWidget(self.restore)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.row_11.addItem(self.space)

        self.create = QPushButton(WizardForm)
        self.create.setObjectName(u"create")
        self.create.setAutoDefault(False)

        self.row_11.addWidget(self.create)


        self.grid.addLayout(self.row_11, 11, 0, 1, 2)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(WizardForm)
    # setupUi

    def retranslateUi(self, WizardForm):
        WizardForm.setWindowTitle(QCoreApplication.translate("WizardForm", u"\u65b0\u5efa\u670d\u52a1\u7ad9", None))
        self.station_head.setText(QCoreApplication.translate("WizardForm", u"\u670d\u52a1\u7ad9", None))
        self.station_head.setProperty(u"tone", QCoreApplication.translate("WizardForm", u"title", None))
        self.code.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u7ad9\u70b9\u7f16\u7801", None))
        self.code.setProperty(u"hint", QCoreApplication.translate("WizardForm", u"\u5982 PY03", None))
        self.name.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u7ad9\u70b9\u540d\u79f0", None))
        self.park.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u6240\u5728\u56ed\u533a", None))
        self.address.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u5730\u5740", None))
        self.district.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u533a", None))
        self.street.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u8857\u9547", None))
        self.phone.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u670d\u52a1\u7535\u8bdd", None))
        self.supervision_phone.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u76d1\u7763\u7535\u8bdd", None))
        self.opening.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u5f00\u653e\u65f6\u95f4", None))
        self.opening.setProperty(u"hint", QCoreApplication.translate("WizardForm", u"08:30-12:00 14:00-17:30", None))
        self.desk_head.setText(QCoreApplication.translate("WizardForm", u"\u672c\u673a\u7a97\u53e3", None))
        self.desk_head.setProperty(u"tone", QCoreApplication.translate("WizardForm", u"title", None))
        self.letter.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u7a97\u53e3\u5b57\u6bcd", None))
        self.letter.setProperty(u"hint", QCoreApplication.translate("WizardForm", u"\u672c\u673a\u7f16\u53f7\u7528\uff0c\u5982 A", None))
        self.window.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u7a97\u53e3\u540d\u79f0", None))
        self.window.setProperty(u"hint", QCoreApplication.translate("WizardForm", u"\u5982 1\u53f7\u7a97\u53e3", None))
        self.manager_head.setText(QCoreApplication.translate("WizardForm", u"\u7ad9\u957f\u8d26\u53f7", None))
        self.manager_head.setProperty(u"tone", QCoreApplication.translate("WizardForm", u"title", None))
        self.manager_name.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u59d3\u540d", None))
        self.manager_no.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u5de5\u53f7", None))
        self.password.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u5bc6\u7801", None))
        self.again.setProperty(u"label", QCoreApplication.translate("WizardForm", u"\u518d\u8f93\u4e00\u6b21", None))
        self.practice.setText(QCoreApplication.translate("WizardForm", u"\u5148\u7528\u7ec3\u4e60\u7ad9\u770b\u770b", None))
        self.join.setText(QCoreApplication.translate("WizardForm", u"\u52a0\u5165\u5df2\u6709\u670d\u52a1\u7ad9\u2026", None))
        self.restore.setText(QCoreApplication.translate("WizardForm", u"\u4ece\u5907\u4efd\u6062\u590d\u2026", None))
        self.create.setText(QCoreApplication.translate("WizardForm", u"\u5efa\u7ad9 (Ctrl+Enter)", None))
        self.create.setProperty(u"tone", QCoreApplication.translate("WizardForm", u"primary", None))
    # retranslateUi

