; The installer of the desk for Windows 10 and 11, 64 bit: per machine, for the administrator or a group policy.
;   makensis -DVERSION=0.1.0 -DTREE=DIR -DICON=FILE.ico -DOUT=FILE.exe qi-desk.nsi
; TREE is what PyInstaller made: qi-desk-window.exe, qi-desk.exe and _internal. -DSIGN="COMMAND" signs installer and
; uninstaller, the file's name behind it. build.py calls this.
;
; Silent: FILE.exe /S [/D=C:\somewhere], uninstall.exe /S. Codes: 0 done, 1 cancelled, 2 failed, 3 the program runs,
; 4 a newer version is there (/DOWNGRADE takes it back), 5 this Windows is too old or not 64 bit.
;
; $INSTDIR\program holds one version whole. A new one is unpacked beside it and takes its place by renaming, so that a
; cut leaves the old or the new, never a mixture. What people wrote is in their own folders and never touched.
Unicode true
!ifdef TARGET
  Target ${TARGET}
!endif
!define NAME "qi-desk"
!define TITLE "质量基础设施服务窗口"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define CLASS "qi-desk.courier"
!define STATE "Software\${NAME}"

!include MUI2.nsh
!include LogicLib.nsh
!include x64.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include FileFunc.nsh

Name "${TITLE}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
RequestExecutionLevel admin
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true
AllowSkipFiles off
; Two builds of the same tree are the same file.
SetDateSave off
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "CompanyName" "${NAME}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache-2.0"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"

!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "将在这台电脑上为所有用户安装 ${TITLE} ${VERSION}。$\r$\n$\r$\n安装前请先关闭正在运行的程序。已有的服务站资料保存在各人自己的文件夹里，安装、升级都不会改动。$\r$\n$\r$\n单击“下一步”继续。"
!define MUI_FINISHPAGE_TITLE "安装完成"
; Not started from here: it would run, and keep its station, as the administrator who installs.
!define MUI_FINISHPAGE_TEXT "请从开始菜单打开“${TITLE}”。$\r$\n$\r$\n第一次使用时由站长建立服务站；也可以先打开“练习站”熟悉操作。"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将从这台电脑卸载 ${TITLE}。各人的服务站资料、备份和日志都不会删除。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro leave code
  SetErrorLevel ${code}
  Quit
!macroend

; A program that runs cannot be opened for writing, in whoever's session it runs. One that is just being closed, as it
; is when it starts this installer itself, has ten seconds.
!macro refuse_while_running un
Function ${un}RefuseWhileRunning
  StrCpy $4 0
  again:
  StrCpy $1 ""
  ${For} $2 1 2
    StrCpy $3 "$INSTDIR\program\qi-desk.exe"
    ${If} $2 = 2
      StrCpy $3 "$INSTDIR\program\qi-desk-window.exe"
    ${EndIf}
    ${If} ${FileExists} $3
      ClearErrors
      FileOpen $0 $3 a
      ${If} ${Errors}
        StrCpy $1 $3
      ${Else}
        FileClose $0
      ${EndIf}
    ${EndIf}
  ${Next}
  ${If} $1 != ""
    IntOp $4 $4 + 1
    ${If} $4 < 20
      Sleep 500
      Goto again
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "程序正在运行（可能在另一个用户那里）。$\r$\n请先保存并关闭，再点“重试”。" /SD IDCANCEL IDRETRY again
    !insertmacro leave 3
  ${EndIf}
FunctionEnd
!macroend
!insertmacro refuse_while_running ""
!insertmacro refuse_while_running "un."

Function .onInit
  SetShellVarContext all
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "需要 64 位的 Windows 10 或 Windows 11。" /SD IDOK
    !insertmacro leave 5
  ${EndIf}
  ; /D= has been read into $INSTDIR already; else where it was, else the usual place.
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR HKLM "${STATE}" "folder"
    ${If} $INSTDIR == ""
      StrCpy $INSTDIR "$PROGRAMFILES64\${NAME}"
    ${EndIf}
  ${EndIf}
  ReadRegStr $0 HKLM "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} $0 "${VERSION}" $1
    ${GetParameters} $2
    ClearErrors
    ${GetOptions} $2 "/DOWNGRADE" $3
    ${If} $1 = 1
    ${AndIf} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "这台电脑上已有更新的版本 $0，没有改动。" /SD IDOK
      !insertmacro leave 4
    ${EndIf}
  ${EndIf}
FunctionEnd

Function Fail
  RMDir /r "$INSTDIR\program.new"
  MessageBox MB_OK|MB_ICONSTOP "没有装成：磁盘已满，或文件被别的程序占用。原来的版本没有改动。" /SD IDOK
  !insertmacro leave 2
FunctionEnd

; A cut in the middle of an upgrade: what stood there comes back.
Function SettleCut
  ${If} ${FileExists} "$INSTDIR\program.old\*.*"
    ${If} ${FileExists} "$INSTDIR\program\*.*"
      RMDir /r "$INSTDIR\program.old"
    ${Else}
      Rename "$INSTDIR\program.old" "$INSTDIR\program"
    ${EndIf}
  ${EndIf}
  RMDir /r "$INSTDIR\program.new"
FunctionEnd

Section "program"
  Call RefuseWhileRunning
  Call SettleCut
  ClearErrors
  SetOutPath "$INSTDIR\program.new"
  File /r "${TREE}\*.*"
  ${If} ${Errors}
    Call Fail
  ${EndIf}
  SetOutPath "$INSTDIR"
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    ClearErrors
    Rename "$INSTDIR\program" "$INSTDIR\program.old"
    ${If} ${Errors}
      Call Fail
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR\program.new" "$INSTDIR\program"
  ${If} ${Errors}
    Rename "$INSTDIR\program.old" "$INSTDIR\program"
    Call Fail
  ${EndIf}
  RMDir /r "$INSTDIR\program.old"
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

Section "entries"
  CreateDirectory "$SMPROGRAMS\${TITLE}"
  CreateShortcut "$SMPROGRAMS\${TITLE}\${TITLE}.lnk" "$INSTDIR\program\qi-desk-window.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}\练习站.lnk" "$INSTDIR\program\qi-desk-window.exe" "practice --open"
  CreateShortcut "$SMPROGRAMS\${TITLE}\卸载.lnk" "$INSTDIR\uninstall.exe"
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\program\qi-desk-window.exe"

  WriteRegStr HKLM "Software\Classes\.qicourier" "" "${CLASS}"
  WriteRegStr HKLM "Software\Classes\${CLASS}" "" "摆渡包"
  WriteRegStr HKLM "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\program\qi-desk-window.exe,0"
  WriteRegStr HKLM "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\program\qi-desk-window.exe" "%1"'

  WriteRegStr HKLM "${STATE}" "folder" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayIcon" "$INSTDIR\program\qi-desk-window.exe,0"
  WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKLM "${UNINSTALL}" "EstimatedSize" $0
  ${RefreshShellIcons}
SectionEnd

Function un.onInit
  SetShellVarContext all
  SetRegView 64
FunctionEnd

Section "Uninstall"
  Call un.RefuseWhileRunning
  ; By name, never the folder as a whole: it may be one that holds other things, too.
  RMDir /r "$INSTDIR\program"
  RMDir /r "$INSTDIR\program.old"
  RMDir /r "$INSTDIR\program.new"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"

  RMDir /r "$SMPROGRAMS\${TITLE}"
  Delete "$DESKTOP\${TITLE}.lnk"
  ReadRegStr $0 HKLM "Software\Classes\.qicourier" ""
  ${If} $0 == "${CLASS}"
    DeleteRegKey HKLM "Software\Classes\.qicourier"
  ${EndIf}
  DeleteRegKey HKLM "Software\Classes\${CLASS}"
  DeleteRegKey HKLM "${STATE}"
  DeleteRegKey HKLM "${UNINSTALL}"
  ${RefreshShellIcons}
SectionEnd
