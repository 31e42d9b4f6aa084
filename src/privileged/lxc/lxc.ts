/** Containers, as far as the API keeps them for root@pam. */
export const lxc = {};
