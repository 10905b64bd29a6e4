# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'intake_need.ui'
##
## Created by: Qt User Interface Compiler version 6.9.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication)
from PySide6.QtWidgets import (QGridLayout)

from qi_desk.gui.widgets.fields import (ChoiceField, DayField, FlagField, LongField,
    TextField)
from qi_desk.gui.widgets.items_field import ItemsField

class Ui_IntakeNeedForm(object):
    def setupUi(self, IntakeNeedForm):
        if not IntakeNeedForm.objectName():
            IntakeNeedForm.setObjectName(u"IntakeNeedForm")
        self.grid = QGridLayout(IntakeNeedForm)
        self.grid.setObjectName(u"grid")
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.items = ItemsField(IntakeNeedForm)
        self.items.setObjectName(u"items")
        self.items.setProperty(u"required", True)

        self.grid.addWidget(self.items, 0, 0, 1, 2)

        self.description = LongField(IntakeNeedForm)
        self.description.setObjectName(u"description")
        self.description.setProperty(u"required", True)

        self.grid.addWidget(self.description, 1, 0, 1, 2)

        self.channel = ChoiceField(IntakeNeedForm)
        self.channel.setObjectName(u"channel")
        self.channel.setProperty(u"required", True)

        self.grid.addWidget(self.channel, 2, 0, 1, 1)

        self.source = ChoiceField(IntakeNeedForm)
        self.source.setObjectName(u"source")

        self.grid.addWidget(self.source, 2, 1, 1, 1)

        self.product = TextField(IntakeNeedForm)
        self.product.setObjectName(u"product")

        self.grid.addWidget(self.product, 3, 0, 1, 1)

        self.model = TextField(IntakeNeedForm)
        self.model.setObjectName(u"model")

        self.grid.addWidget(self.model, 3, 1, 1, 1)

        self.standards = TextField(IntakeNeedForm)
        self.standards.setObjectName(u"standards")

        self.grid.addWidget(self.standards, 4, 0, 1, 1)

        self.stage = ChoiceField(IntakeNeedForm)
        self.stage.setObjectName(u"stage")

        self.grid.addWidget(self.stage, 4, 1, 1, 1)

        self.existing = TextField(IntakeNeedForm)
        self.existing.setObjectName(u"existing")
        self.existing.setProperty(u"required", True)

        self.grid.addWidget(self.existing, 5, 0, 1, 1)

        self.want_by = DayField(IntakeNeedForm)
        self.want_by.setObjectName(u"want_by")

        self.grid.addWidget(self.want_by, 5, 1, 1, 1)

        self.urgency = ChoiceField(IntakeNeedForm)
        self.urgency.setObjectName(u"urgency")
        self.urgency.setProperty(u"required", True)

        self.grid.addWidget(self.urgency, 6, 0, 1, 1)

        self.urgency_reason = TextField(IntakeNeedForm)
        self.urgency_reason.setObjectName(u"urgency_reason")

        self.grid.addWidget(self.urgency_reason, 6, 1, 1, 1)

        self.secrecy = ChoiceField(IntakeNeedForm)
        self.secrecy.setObjectName(u"secrecy")
        self.secrecy.setProperty(u"required", True)

        self.grid.addWidget(self.secrecy, 7, 0, 1, 1)

        self.agency = FlagField(IntakeNeedForm)
        self.agency.setObjectName(u"agency")

        self.grid.addWidget(self.agency, 7, 1, 1, 1)

        self.materials = LongField(IntakeNeedForm)
        self.materials.setObjectName(u"materials")

        self.grid.addWidget(self.materials, 8, 0, 1, 2)

        self.delivery = ChoiceField(IntakeNeedForm)
        self.delivery.setObjectName(u"delivery")

        self.grid.addWidget(self.delivery, 9, 0, 1, 1)

        self.confirmation = ChoiceField(IntakeNeedForm)
        self.confirmation.setObjectName(u"confirmation")
        self.confirmation.setProperty(u"required", True)

        self.grid.addWidget(self.confirmation, 9, 1, 1, 1)

        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)

        self.retranslateUi(IntakeNeedForm)
    # setupUi

    def retranslateUi(self, IntakeNeedForm):
        IntakeNeedForm.setWindowTitle(QCoreApplication.translate("IntakeNeedForm", u"\u9700\u6c42", None))
        self.items.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u670d\u52a1\u4e8b\u9879", None))
        self.description.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u9700\u6c42\u63cf\u8ff0", None))
        self.channel.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u63d0\u51fa\u65b9\u5f0f", None))
        self.source.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u6765\u6e90\u573a\u666f", None))
        self.product.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u6d89\u53ca\u4ea7\u54c1", None))
        self.model.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u578b\u53f7", None))
        self.standards.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u6807\u51c6\u53f7", None))
        self.standards.setProperty(u"hint", QCoreApplication.translate("IntakeNeedForm", u"\u591a\u4e2a\u7528\u7a7a\u683c\u9694\u5f00", None))
        self.stage.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u6240\u5904\u73af\u8282", None))
        self.existing.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u5df2\u6709\u62a5\u544a\u8bc1\u4e66", None))
        self.existing.setProperty(u"hint", QCoreApplication.translate("IntakeNeedForm", u"\u5148\u95ee\u6709\u6ca1\u6709\uff1b\u6ca1\u6709\u586b\u201c\u65e0\u201d", None))
        self.want_by.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u671f\u671b\u5b8c\u6210", None))
        self.want_by.setProperty(u"hint", QCoreApplication.translate("IntakeNeedForm", u"2026-11-30 \u6216 +5", None))
        self.urgency.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u7d27\u6025\u7a0b\u5ea6", None))
        self.urgency_reason.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u7d27\u6025\u7406\u7531", None))
        self.secrecy.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u4fdd\u5bc6\u8981\u6c42", None))
        self.agency.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u6388\u6743\u4ee3\u529e", None))
        self.materials.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u6536\u5230\u6750\u6599", None))
        self.materials.setProperty(u"hint", QCoreApplication.translate("IntakeNeedForm", u"\u6bcf\u884c\u4e00\u4efd\uff1a\u540d\u79f0\uff0c\u4efd\u6570\uff0c\u539f\u4ef6/\u590d\u5370\u4ef6", None))
        self.delivery.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u7ed3\u679c\u9886\u53d6", None))
        self.confirmation.setProperty(u"label", QCoreApplication.translate("IntakeNeedForm", u"\u5ba2\u6237\u786e\u8ba4", None))
    # retranslateUi

