// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file

/// What types and fields are for, for the documents that describe the API.
enum DescriptionTable {
    static let text: StaticString = """
    package *
    any
     apiVersion APIVersion defines the group and version in which the object is written.
     kind What the object is.
     metadata The object's name, labels and other data that every object has.
     spec What is wanted.
     status What is observed; the system writes it.
     items The objects of the list.
    package io.k8s.apimachinery.pkg.apis.meta.v1
    ObjectMeta Standard object's metadata: its name, labels and owners, and what the server keeps about it.
     annotations Free text by key, for tools and people; it cannot be selected by.
     creationTimestamp CreationTimestamp is a timestamp of when the server made the object.
     deletionGracePeriodSeconds How long the object may take to shut down once it is being deleted.
     deletionTimestamp When the object is to be gone; the server sets it when a deletion begins.
     finalizers Who must still do something before a deleted object goes away.
     generateName The beginning of a name that the server completes when there is no name.
     generation Grows with each change of what is wanted.
     labels Short texts by key, to group and select objects by.
     managedFields Which client set which field.
     name The object's name, unique for its kind within its namespace.
     namespace The namespace that the object lives in.
     ownerReferences The objects that this one belongs to; when all are gone, so is it.
     resourceVersion A mark of this state of the object, for optimistic updates and watches.
     selfLink No longer set.
     uid An identifier that no other object ever has.
    OwnerReference An object that another one belongs to.
     apiVersion The group and version of the owner.
     blockOwnerDeletion Whether the owner, deleted in the foreground, waits until this object is gone.
     controller Whether the owner manages this object.
     kind The kind of the owner.
     name The name of the owner.
     uid The uid of the owner.
    LabelSelector Chooses objects by their labels; all requirements must hold, and an empty one chooses everything.
     matchExpressions Requirements of labels, each with an operator.
     matchLabels Labels that must be there with exactly these values.
    LabelSelectorRequirement A requirement of one label.
     key The label that is looked at.
     operator How the label relates to the values: In, NotIn, Exists or DoesNotExist.
     values The values that the operator compares with.
    ListMeta What every list has: where it was read, and how to go on.
    Condition One aspect of an object's state, and since when it is so.
     lastTransitionTime When the status last changed.
     message The reason in words.
     observedGeneration The generation that the condition was found for.
     reason The reason in one word, for programs.
     status True, False or Unknown.
     type Which aspect it is.
    Status What became of a request that returns no object.
    package io.k8s.api.core.v1
    Pod One or more containers that run together on a node and share its network and volumes.
    PodSpec Which containers and volumes make up a Pod, and where and how they run.
     activeDeadlineSeconds How long the Pod may run before it is ended as failed.
     affinity Which nodes and which neighbours the Pod wants or avoids.
     automountServiceAccountToken Whether a token of the service account is mounted into the containers.
     containers The containers that run as long as the Pod does; at least one.
     dnsConfig Name servers, search domains and options on top of the DNS policy.
     dnsPolicy Where the containers look up names.
     enableServiceLinks Whether services of the namespace are told of in environment variables.
     ephemeralContainers Containers that were added to the running Pod to debug it.
     hostAliases More lines for the containers' hosts file.
     hostIPC Use the node's IPC namespace.
     hostNetwork Use the node's network instead of an own one.
     hostPID Use the node's process namespace.
     hostUsers Use the node's user namespace; false gives the Pod one of its own.
     hostname The Pod's host name, where it is not the Pod's name.
     hostnameOverride A host name for the containers that nothing else is derived from.
     imagePullSecrets Secrets with credentials for the registries of the images.
     initContainers Containers that run one after the other before the others start; sidecars among them keep running.
     nodeName The node that runs the Pod; the scheduler sets it.
     nodeSelector Labels that the node must have.
     os The operating system that the containers are made for.
     overhead What running the Pod costs on top of its containers; the runtime class sets it.
     preemptionPolicy Whether the Pod may push out Pods of lower priority.
     priority The Pod's priority as a number; its priority class sets it.
     priorityClassName The priority class that the Pod belongs to.
     readinessGates Conditions that must be true as well before the Pod counts as ready.
     resourceClaims Claims of devices that the containers may use.
     resources What the whole Pod may use and what it is guaranteed.
     restartPolicy When containers that ended are started again: Always, OnFailure or Never.
     runtimeClassName The runtime class that runs the Pod.
     schedulerName The scheduler that finds a node for the Pod.
     schedulingGates What must be taken away before the Pod is scheduled.
     securityContext Users, groups and security options for all containers.
     serviceAccount An older name of serviceAccountName.
     serviceAccountName The service account that the containers act as.
     setHostnameAsFQDN Whether the kernel's host name is the full domain name.
     shareProcessNamespace Whether the containers see each other's processes.
     subdomain The part of the Pod's domain name between host name and namespace.
     terminationGracePeriodSeconds How long the containers may take to end before they are killed.
     tolerations Taints of nodes that do not keep the Pod away.
     topologySpreadConstraints How Pods like this one are spread over zones, nodes and the like.
     volumes Files and directories that containers can mount.
    PodStatus How the Pod is doing, as its node last reported.
     conditions Where the Pod is on its way: scheduled, initialized, ready.
     containerStatuses The state of each container.
     ephemeralContainerStatuses The state of each ephemeral container.
     hostIP The address of the Pod's node.
     hostIPs The addresses of the Pod's node, at most one of each IP family.
     initContainerStatuses The state of each init container.
     message Why the Pod is in this state, in words.
     nominatedNodeName The node that is being cleared for the Pod.
     observedGeneration The generation that the status is about.
     phase Pending, Running, Succeeded, Failed or Unknown.
     podIP The Pod's address.
     podIPs The Pod's addresses, at most one of each IP family.
     qosClass How the Pod ranks when the node runs short: Guaranteed, Burstable or BestEffort.
     reason Why the Pod is in this state, in one word.
     resize How far a change of the containers' resources has come.
     startTime When the node accepted the Pod.
    Container One container of a Pod: its image, what it runs, and what it may use.
     args Arguments for the command; without them the image's.
     command What runs instead of the image's entrypoint.
     env Environment variables.
     envFrom Config maps and secrets whose entries become environment variables.
     image The image that the container is made of.
     imagePullPolicy When the image is fetched: Always, IfNotPresent or Never.
     lifecycle What is done right after the container starts and before it ends.
     livenessProbe Checks whether the container still works; if not, it is started anew.
     name The container's name, unique within the Pod.
     ports Ports that the container listens on.
     readinessProbe Checks whether the container can take requests.
     resizePolicy Whether changing a resource needs a restart.
     resources What the container may use and what it is guaranteed.
     restartPolicy Always makes an init container a sidecar that keeps running.
     restartPolicyRules Which exits lead to a restart.
     securityContext User, capabilities and security options of this container.
     startupProbe Checks whether the container has started; the other probes wait for it.
     stdin Whether standard input stays open for clients that attach.
     stdinOnce Whether standard input closes after the first client that attached.
     terminationMessagePath The file whose content becomes the message when the container ends.
     terminationMessagePolicy Whether the end of the log can stand in for that file.
     tty Whether the container gets a terminal.
     volumeDevices Volumes that the container sees as block devices.
     volumeMounts Volumes that the container sees as directories.
     workingDir The directory that the command starts in; without it the image's.
    ContainerPort A port that a container listens on.
     containerPort The number of the port.
     hostIP The node's address that the host port is bound to.
     hostPort The port of the node that leads here.
     name A name by which services and probes can mean the port.
     protocol TCP, UDP or SCTP.
    EnvVar An environment variable.
     name The variable's name.
     value Its value; $(NAME) stands for the value of another variable.
     valueFrom Where the value comes from instead.
    ResourceRequirements What is asked for and what is the most.
     claims Claims of the Pod that the container uses.
     limits The most of each resource that may be used.
     requests How much of each resource is guaranteed.
    VolumeMount Where a volume is seen in a container.
     mountPath The directory in the container.
     name The name of the volume.
     readOnly Whether the container may only read.
     subPath The part of the volume that is mounted, instead of all of it.
    Volume A source of files for the containers of a Pod.
     name The volume's name, by which containers mount it.
     configMap The entries of a config map as files.
     emptyDir An empty directory that lives as long as the Pod.
     hostPath A file or directory of the node.
     persistentVolumeClaim The volume that a claim is bound to.
     projected Several sources in one directory.
     secret The entries of a secret as files.
    Probe A check that is made again and again.
     exec Runs a command; it passes when the command returns 0.
     failureThreshold How many failures in a row count.
     grpc Asks a gRPC health service.
     httpGet Makes an HTTP request; it passes with a status from 200 to 399.
     initialDelaySeconds How long to wait before the first check.
     periodSeconds How long to wait between checks.
     successThreshold How many successes in a row count after a failure.
     tcpSocket Opens a TCP connection.
     timeoutSeconds How long a check may take.
    SecurityContext Security options of a container.
    PodSecurityContext Security options that all containers of a Pod have.
    Toleration Lets a Pod run on nodes with matching taints.
    PodTemplateSpec The Pods that a controller creates.
     metadata Labels and annotations of the Pods.
     spec What is wanted of the Pods.
    PodTemplate A template for Pods, stored on its own.
    Binding Assigns a Pod to a node.
    ComponentStatus The health of a part of the control plane; no longer in use.
    ConfigMap Settings as text or bytes that Pods can use.
     binaryData Entries that are no UTF-8 text, in base64.
     data Entries that are text.
     immutable Whether the content can never change again.
    Secret Confidential data that Pods can use.
     data Entries in base64.
     immutable Whether the content can never change again.
     stringData Entries as plain text; the server moves them to data and never shows them.
     type What the secret is for, which says what entries it must have.
    Endpoints The addresses behind a service; endpoint slices have taken its place.
    Event Something that happened to an object.
    LimitRange Bounds and defaults for what Pods, containers and claims of a namespace ask for.
    Namespace A part of the cluster with names of its own.
    NamespaceSpec What keeps a deleted namespace until it is empty.
     finalizers Who must agree before the namespace goes away.
    NamespaceStatus Whether the namespace is in use or going away.
     conditions What still keeps a namespace that is going away.
     phase Active or Terminating.
    Node A machine that runs Pods.
    NodeSpec How the node takes part in the cluster.
     podCIDR The network that the node's Pods get addresses of.
     podCIDRs The networks of the node's Pods, at most one of each IP family.
     providerID How the cloud provider knows the machine.
     taints What keeps Pods away that do not tolerate it.
     unschedulable Whether new Pods are kept away.
    NodeStatus How the node is doing, as it last reported.
     addresses The node's addresses and host names.
     allocatable How much of each resource Pods can use.
     capacity How much of each resource there is.
     conditions Whether the node is ready and what it runs short of.
     images Images that are on the node.
     nodeInfo Identifiers and versions of the machine and its software.
     volumesAttached Volumes that are attached to the node.
     volumesInUse Attached volumes that are mounted.
    PersistentVolume A piece of storage in the cluster.
    PersistentVolumeSpec Where the storage is, how much it is, and who has it.
     accessModes How the volume can be mounted.
     capacity How much the volume holds.
     claimRef The claim that the volume is bound to.
     csi A volume of a CSI driver.
     hostPath A directory of a node, for trying things out.
     local A disk or directory of one node.
     mountOptions Options for the mount.
     nfs A directory of an NFS server.
     nodeAffinity The nodes that can reach the volume.
     persistentVolumeReclaimPolicy What becomes of the volume when its claim is gone: Retain, Delete or Recycle.
     storageClassName The storage class that the volume belongs to.
     volumeMode Whether it is a file system or a block device.
    PersistentVolumeStatus Whether the volume is free or taken.
     phase Pending, Available, Bound, Released or Failed.
    PersistentVolumeClaim Asks for storage.
    PersistentVolumeClaimSpec What storage is asked for.
     accessModes How the volume must be mountable.
     dataSource What the volume is filled with at first.
     dataSourceRef The same, for sources of any kind.
     resources How much is asked for.
     selector Labels that the volume must have.
     storageClassName The storage class that provides the volume.
     volumeMode Whether a file system or a block device is wanted.
     volumeName The volume that the claim is bound to.
    PersistentVolumeClaimStatus What the claim got.
     accessModes How the volume can be mounted.
     capacity How much the volume holds.
     conditions Whether it is being resized, and the like.
     phase Pending, Bound or Lost.
    ReplicationController Keeps a number of Pods running; Deployments have taken its place.
    ResourceQuota Bounds what a namespace may use in all.
    Service One address for a set of Pods.
    ServiceSpec Which Pods a service stands for and how it is reached.
     allocateLoadBalancerNodePorts Whether a load balancer also gets node ports.
     clusterIP The address of the service within the cluster; None for a service without one.
     clusterIPs The service's addresses, at most one of each IP family.
     externalIPs Further addresses at which nodes take traffic for the service.
     externalName The domain name that a service of type ExternalName stands for.
     externalTrafficPolicy Whether traffic from outside stays on the node where it came in.
     healthCheckNodePort The node port at which a load balancer asks for local endpoints.
     internalTrafficPolicy Whether traffic from inside stays on its node.
     ipFamilies The IP families of the service.
     ipFamilyPolicy Whether the service has one IP family or two.
     loadBalancerClass Which implementation provides the load balancer.
     loadBalancerIP An address that is wished for; no longer recommended.
     loadBalancerSourceRanges The networks that may use the load balancer.
     ports The ports that the service listens on.
     publishNotReadyAddresses Whether Pods that are not ready count too.
     selector Labels of the Pods that the service stands for.
     sessionAffinity Whether requests of one client go to one Pod.
     sessionAffinityConfig How long that lasts.
     trafficDistribution Which endpoints are preferred.
     type How the service is reached: ClusterIP, NodePort, LoadBalancer or ExternalName.
    ServicePort A port of a service.
     appProtocol The protocol that is spoken above the transport.
     name The port's name, unique within the service.
     nodePort The port of every node that leads here.
     port The number that clients use.
     protocol TCP, UDP or SCTP.
     targetPort The number or name of the port of the Pods.
    ServiceStatus How the service is reached from outside.
     conditions Aspects of the service's state.
     loadBalancer Where the load balancer listens.
    ServiceAccount An identity for the processes in Pods.
     automountServiceAccountToken Whether Pods of this account get a token mounted, unless they say otherwise.
     imagePullSecrets Secrets with credentials for registries, for all Pods of this account.
     secrets Secrets that Pods of this account may use.
    package io.k8s.api.apps.v1
    ControllerRevision A stored former state of a controller's template.
    DaemonSet Runs one Pod on each node, or on some.
    DaemonSetSpec Which Pods run on which nodes.
     minReadySeconds How long a Pod must be ready to count as available.
     revisionHistoryLimit How many former states are kept to go back to.
     selector Labels of the Pods that belong to the set.
     template The Pods that are created.
     updateStrategy How Pods are replaced when the template changes.
    DaemonSetStatus How many nodes run their Pod.
     currentNumberScheduled Nodes that run the Pod and should.
     desiredNumberScheduled Nodes that should run the Pod.
     numberAvailable Nodes whose Pod is available.
     numberMisscheduled Nodes that run the Pod and should not.
     numberReady Nodes whose Pod is ready.
     numberUnavailable Nodes that should have an available Pod and have none.
     observedGeneration The generation that the status is about.
     updatedNumberScheduled Nodes that run a Pod of the newest template.
    Deployment Keeps a number of equal Pods running and replaces them step by step.
    DeploymentSpec Which Pods, how many, and how they are replaced.
     minReadySeconds How long a Pod must be ready to count as available.
     paused Whether changes of the template are left alone for now.
     progressDeadlineSeconds How long a rollout may stand still before it counts as failed.
     replicas How many Pods are wanted.
     revisionHistoryLimit How many former states are kept to go back to.
     selector Labels of the Pods that belong to the deployment.
     strategy How Pods are replaced when the template changes.
     template The Pods that are created.
    DeploymentStatus How far the deployment is.
     availableReplicas Pods that have been ready for long enough.
     conditions Whether the deployment is available and making progress.
     observedGeneration The generation that the status is about.
     readyReplicas Pods that are ready.
     replicas Pods that there are.
     unavailableReplicas Pods that are still missing.
     updatedReplicas Pods of the newest template.
    DeploymentStrategy How Pods are replaced.
     rollingUpdate How many Pods may be missing or too many meanwhile.
     type Recreate or RollingUpdate.
    RollingUpdateDeployment The pace of a rolling update.
     maxSurge How many Pods more than wanted there may be.
     maxUnavailable How many Pods fewer than wanted there may be.
    ReplicaSet Keeps a number of equal Pods running; mostly made by a deployment.
    ReplicaSetSpec Which Pods, and how many.
     minReadySeconds How long a Pod must be ready to count as available.
     replicas How many Pods are wanted.
     selector Labels of the Pods that belong to the set.
     template The Pods that are created.
    ReplicaSetStatus How many Pods there are.
     availableReplicas Pods that have been ready for long enough.
     fullyLabeledReplicas Pods with all labels of the template.
     observedGeneration The generation that the status is about.
     readyReplicas Pods that are ready.
     replicas Pods that there are.
    StatefulSet Runs Pods with lasting names and storage.
    StatefulSetSpec Which Pods, how many, and with what storage.
     minReadySeconds How long a Pod must be ready to count as available.
     ordinals The number that the first Pod gets.
     persistentVolumeClaimRetentionPolicy What becomes of claims when Pods or the set go away.
     podManagementPolicy Whether Pods are started one after the other or all at once.
     replicas How many Pods are wanted.
     revisionHistoryLimit How many former states are kept to go back to.
     selector Labels of the Pods that belong to the set.
     serviceName The service that gives the Pods their domain names.
     template The Pods that are created.
     updateStrategy How Pods are replaced when the template changes.
     volumeClaimTemplates Claims that each Pod gets one of.
    StatefulSetStatus How far the set is.
     availableReplicas Pods that have been ready for long enough.
     currentReplicas Pods of the former template.
     currentRevision The name of the former template.
     observedGeneration The generation that the status is about.
     readyReplicas Pods that are ready.
     replicas Pods that there are.
     updateRevision The name of the newest template.
     updatedReplicas Pods of the newest template.
    package io.k8s.api.batch.v1
    CronJob Makes jobs at set times.
    CronJobSpec When which jobs are made.
     concurrencyPolicy What happens when the last job still runs: Allow, Forbid or Replace.
     failedJobsHistoryLimit How many failed jobs are kept.
     jobTemplate The jobs that are made.
     schedule The times, as cron writes them.
     startingDeadlineSeconds How late a job may still be made.
     successfulJobsHistoryLimit How many finished jobs are kept.
     suspend Whether no jobs are made for now.
     timeZone The time zone of the schedule.
    CronJobStatus Which jobs there are.
     active Jobs that are running.
     lastScheduleTime When a job was last made.
     lastSuccessfulTime When a job last finished well.
    Job Runs Pods until enough of them have finished well.
    JobSpec Which Pods, how many, and when to give up.
     activeDeadlineSeconds How long the job may run in all.
     backoffLimit How many failures the job takes.
     backoffLimitPerIndex How many failures one index takes.
     completionMode Whether all Pods are equal or each has an index.
     completions How many Pods must finish well.
     managedBy Who looks after the job instead of the built-in controller.
     manualSelector Whether the selector is the user's own.
     maxFailedIndexes How many indexes may fail.
     parallelism How many Pods run at a time.
     podFailurePolicy What certain failures lead to.
     podReplacementPolicy When a new Pod takes the place of one that ends.
     selector Labels of the Pods that belong to the job; normally set by the server.
     successPolicy When the job is done before all Pods have finished.
     suspend Whether no Pods are created for now.
     template The Pods that are created.
     ttlSecondsAfterFinished How long the job is kept once it has ended.
    JobStatus How far the job is.
     active Pods that are running.
     completedIndexes Indexes that finished well.
     completionTime When the job was done.
     conditions Whether the job is done, has failed or is suspended.
     failed Pods that failed.
     ready Pods that are ready.
     startTime When the job began.
     succeeded Pods that finished well.
     terminating Pods that are ending.
    package io.k8s.api.autoscaling.v1
    HorizontalPodAutoscaler Changes the number of Pods with their load.
    HorizontalPodAutoscalerSpec What is scaled, within which bounds.
     maxReplicas The most Pods there may be.
     minReplicas The fewest Pods there may be.
     scaleTargetRef The object that is scaled.
     targetCPUUtilizationPercentage The processor load that is aimed at, in percent of what is requested.
    Scale How many Pods an object has and should have.
    package io.k8s.api.autoscaling.v2
    HorizontalPodAutoscaler Changes the number of Pods with their load.
    HorizontalPodAutoscalerSpec What is scaled, by which measures, within which bounds.
     behavior How fast it scales up and down.
     maxReplicas The most Pods there may be.
     metrics The measures; the one that asks for most Pods counts.
     minReplicas The fewest Pods there may be.
     scaleTargetRef The object that is scaled.
    HorizontalPodAutoscalerStatus What was measured and done.
     conditions Whether the autoscaler can measure and scale.
     currentMetrics What was last measured.
     currentReplicas How many Pods there are.
     desiredReplicas How many Pods are wanted.
     lastScaleTime When the number last changed.
     observedGeneration The generation that the status is about.
    MetricSpec One measure and what is aimed at.
     containerResource A resource that one container of each Pod uses.
     external A measure from outside of the cluster.
     object A measure of one object.
     pods A measure of each Pod.
     resource A resource that each Pod uses.
     type Which of the other fields is set.
    package io.k8s.api.networking.v1
    Ingress Leads HTTP requests from outside to services.
    IngressSpec Which requests go where.
     defaultBackend Where requests go that no rule is for.
     ingressClassName The class of the controller that serves the ingress.
     rules Where requests for a host go.
     tls Certificates for hosts.
    IngressStatus Where the ingress listens.
     loadBalancer Addresses of the load balancer.
    IngressRule Where requests for a host go.
     host The host; empty for all.
     http Where its paths go.
    IngressTLS A certificate for some hosts.
     hosts The hosts that the certificate is for.
     secretName The secret with certificate and key.
    HTTPIngressPath Where a path goes.
     backend The service or object that answers.
     path The path that is compared with.
     pathType How it is compared: Exact, Prefix or ImplementationSpecific.
    IngressBackend What answers requests.
     resource An object of another kind.
     service A service and its port.
    IngressClass A kind of ingress and the controller that serves it.
    IPAddress An address that a service has.
    NetworkPolicy Says who may talk with some Pods.
    NetworkPolicySpec Which Pods are meant and what they may receive and send.
     egress What the Pods may send.
     ingress What the Pods may receive.
     podSelector The Pods that are meant.
     policyTypes Whether it is about Ingress, Egress or both.
    NetworkPolicyIngressRule Traffic that may come in.
     from Who may send it; everyone where there is none.
     ports The ports that it may go to; all where there are none.
    NetworkPolicyEgressRule Traffic that may go out.
     ports The ports that it may go to; all where there are none.
     to Who may receive it; everyone where there is none.
    NetworkPolicyPeer Whom Pods may talk with.
     ipBlock A network.
     namespaceSelector Pods of these namespaces.
     podSelector These Pods.
    NetworkPolicyPort A port, or a range of them.
     endPort The last port of a range.
     port The number or name of the port, or the first of a range.
     protocol TCP, UDP or SCTP.
    IPBlock A network without some parts.
     cidr The network.
     except Parts of it that are left out.
    ServiceCIDR A network that services get their addresses of.
    package io.k8s.api.rbac.v1
    ClusterRole Rights in the whole cluster, or in any namespace that they are bound in.
     aggregationRule Cluster roles whose rules are copied here.
     rules What may be done.
    ClusterRoleBinding Gives a cluster role to users everywhere.
     roleRef The role that is given; it cannot be changed.
     subjects Who gets it.
    Role Rights in one namespace.
     rules What may be done.
    RoleBinding Gives a role to users in one namespace.
     roleRef The role that is given; it cannot be changed.
     subjects Who gets it.
    PolicyRule What may be done with what.
     apiGroups The API groups that are meant; "" is the core.
     nonResourceURLs Paths that are no resources; only for cluster roles.
     resourceNames The names of objects, where not all are meant.
     resources The resources that are meant.
     verbs What may be done: get, list, create and so on.
    RoleRef The role that a binding gives.
     apiGroup The group of the role.
     kind Role or ClusterRole.
     name The name of the role.
    Subject A user, a group or a service account.
     apiGroup The group of the subject; empty for service accounts.
     kind User, Group or ServiceAccount.
     name The name of the subject.
     namespace The namespace of a service account.
    package io.k8s.api.admissionregistration.v1
    MutatingAdmissionPolicy Changes objects on their way in, by expressions.
    MutatingAdmissionPolicyBinding Puts a mutating policy to work.
    MutatingWebhookConfiguration Services that may change objects on their way in.
    ValidatingAdmissionPolicy Refuses objects on their way in, by expressions.
    ValidatingAdmissionPolicyBinding Puts a validating policy to work.
    ValidatingWebhookConfiguration Services that may refuse objects on their way in.
    package io.k8s.api.authentication.v1
    SelfSubjectReview Tells who the client is.
    TokenRequest Asks for a token of a service account.
    TokenReview Tells whose token it is.
    package io.k8s.api.authorization.v1
    LocalSubjectAccessReview Tells whether a user may do something in a namespace.
    SelfSubjectAccessReview Tells whether the client may do something.
    SelfSubjectRulesReview Tells what the client may do in a namespace.
    SubjectAccessReview Tells whether a user may do something.
    package io.k8s.api.certificates.v1
    CertificateSigningRequest Asks for a certificate.
    package io.k8s.api.coordination.v1
    Lease Says who holds something, and until when.
    package io.k8s.api.discovery.v1
    EndpointSlice A part of the addresses behind a service.
    package io.k8s.api.events.v1
    Event Something that happened to an object.
    package io.k8s.api.flowcontrol.v1
    FlowSchema Sorts requests into priority levels.
    PriorityLevelConfiguration How many requests of a level run at a time, and how others wait.
    package io.k8s.api.node.v1
    RuntimeClass A way of running containers, chosen by Pods.
    package io.k8s.api.policy.v1
    Eviction Asks a Pod to leave its node, as budgets allow.
    PodDisruptionBudget How many of some Pods may be missing by intention at a time.
    package io.k8s.api.resource.v1
    DeviceClass A kind of device that claims can ask for.
    ResourceClaim Asks for devices.
    ResourceClaimTemplate A claim that each Pod gets one of.
    ResourceSlice Devices that a driver offers.
    package io.k8s.api.scheduling.v1
    PriorityClass A name for a priority of Pods.
    package io.k8s.api.storage.v1
    CSIDriver What the cluster knows of a storage driver.
    CSINode Storage drivers on a node.
    CSIStorageCapacity How much a storage class can still give in a part of the cluster.
    StorageClass A kind of storage that claims can ask for.
    VolumeAttachment A volume that is, or is to be, attached to a node.
    VolumeAttributesClass Changeable properties of volumes.
    package io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1
    CustomResourceDefinition Adds a kind to the API.
    package io.k8s.kube-aggregator.pkg.apis.apiregistration.v1
    APIService A group and version of the API, and who serves it.
    """
}
