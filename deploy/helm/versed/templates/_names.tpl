{{- define "versed.labels" -}}
{{ include "versed.chosen" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "versed.chosen" -}}
app.kubernetes.io/name: versed
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "versed.image" -}}
{{ required "Set image.repository to where you've pushed the image." .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- /* All pods run as an unprivileged user, on a read-only root filesystem. */ -}}
{{- define "versed.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false # otherwise Kubernetes sets variables such as VERSED_PORT
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: {sizeLimit: 1Gi}
  - name: data
    emptyDir: {sizeLimit: 1Gi}
  - name: secrets
    secret: {secretName: {{ .Values.secret.name }}, defaultMode: 0440}
{{- with .Values.backups.claim }}
  - name: backups
    persistentVolumeClaim: {claimName: {{ . }}}
{{- end }}
{{- with .Values.volumes }}
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "versed.container" -}}
image: {{ include "versed.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
env:
{{- range .Values.secret.settings }}
  - {name: {{ . }}_FILE, value: /run/secrets/versed/{{ . }}}
{{- end }}
envFrom:
  - configMapRef: {name: {{ .Release.Name }}}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  - {name: data, mountPath: /data}
  - {name: secrets, mountPath: /run/secrets/versed, readOnly: true}
{{- if .Values.backups.claim }}
  - {name: backups, mountPath: /data/backups}
{{- end }}
{{- with .Values.volumeMounts }}
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
